import { isHiddenByStyle } from "./visible.ts";

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL PRE SECTION TABLE TBODY TFOOT THEAD TR UL".split(
    " ",
  ),
);
const NEVER = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT HEAD TITLE SELECT TEXTAREA BUTTON".split(" "));

/**
 * Text of an element as a reader sees it: lines where the page breaks them, blanks collapsed, hidden parts left out.
 * @param skip true for an element that is to be left out with everything in it
 */
export function readableText(element: Element, skip: (element: Element) => boolean = () => false): string {
  const lines = new Lines();
  walk(element, lines, skip);
  return lines.toString();
}

function walk(node: Node, lines: Lines, skip: (element: Element) => boolean): void {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === 3) lines.add(child.nodeValue ?? "", isPreformatted(child.parentElement));
    else if (child.nodeType === 1) visit(child as Element, lines, skip);
  }
}

function visit(element: Element, lines: Lines, skip: (element: Element) => boolean): void {
  const name = element.tagName;
  if (NEVER.has(name) || isHidden(element) || skip(element)) return;
  if (name === "BR") lines.break();
  else if (name === "IMG") lines.add(element.getAttribute("data-emoji") ?? "", false);
  else if (name === "TD" || name === "TH") {
    lines.add(" ", false);
    walk(element, lines, skip);
  } else if (name === "P") {
    lines.paragraph();
    walk(element, lines, skip);
    lines.paragraph();
  } else if (BLOCKS.has(name)) {
    lines.open();
    walk(element, lines, skip);
    lines.open();
  } else walk(element, lines, skip);
}

function isHidden(element: Element): boolean {
  if (element.hasAttribute("hidden") || isHiddenByStyle(element)) return true;
  // A page without layout (a parsed copy) has no rendered boxes at all: then the attributes above are all there is.
  return typeof element.checkVisibility === "function" && element.isConnected && !element.checkVisibility() && !isContents(element);
}

/** `display: contents` has no box of its own, yet shows its children. */
function isContents(element: Element): boolean {
  return getComputedStyle(element).display === "contents";
}

function isPreformatted(element: Element | null): boolean {
  return element?.closest("pre") != null;
}

/** Lines of text under construction. */
class Lines {
  #done: string[] = [];
  #line = "";

  add(source: string, preformatted: boolean): void {
    const text = source.replace(/[\u200b\u2060\ufeff]/g, ""); // joints without width; the last one counts as a blank otherwise
    if (preformatted) {
      const [first = "", ...rest] = text.split("\n");
      this.#line += first;
      for (const line of rest) {
        this.break();
        this.#line += line;
      }
      return;
    }
    const collapsed = text.replace(/[\s\u00a0]+/g, " ");
    this.#line += this.#line === "" || this.#line.endsWith(" ") ? collapsed.trimStart() : collapsed;
  }

  /** Ends the line, even an empty one. */
  break(): void {
    this.#done.push(this.#line.trimEnd());
    this.#line = "";
  }

  /** Begins a new line unless one has just begun. */
  open(): void {
    if (this.#line.trim() === "") this.#line = "";
    else this.break();
  }

  /** Begins a new paragraph: one empty line before it. */
  paragraph(): void {
    this.open();
    if (this.#done.length > 0 && this.#done.at(-1) !== "") this.#done.push("");
  }

  toString(): string {
    return [...this.#done, this.#line.trimEnd()]
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim();
  }
}

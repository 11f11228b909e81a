import { openMenu } from "./menu.ts";
import type { Action, ButtonModel } from "./state.ts";

/** The button of one message. Its element can be moved about in the page; it keeps state and focus. */
export interface LogButton {
  readonly element: HTMLElement;
  show(model: ButtonModel): void;
  /** Fits colours and side to the page around, after the element has been put in. */
  adapt(): void;
}

/** Marks elements of ours in the page, for the search of left-over copies. */
export const MARK = "data-kronika-log";

/** What every button has, whatever it says: the style sheet, and the name of its second half. */
export interface Appearance {
  css: string;
  more: string;
}

/** Makes a button in an open shadow root. Everything of it dies with the signal. */
export function createLogButton(
  document: Document,
  { css, more }: Appearance,
  act: (action: Action) => void,
  signal: AbortSignal,
): LogButton {
  const element = document.createElement("span");
  element.setAttribute(MARK, "");
  // No width and no height: nothing of the page moves. `all: initial` keeps the page's styles out.
  element.style.cssText = "all:initial;display:inline-block;position:relative;width:0;height:0;vertical-align:middle;overflow:visible";
  const root = element.attachShadow({ mode: "open" });
  addStyle(root, css);
  keepEventsInside(element, signal);

  const bar = make(document, "div", "bar");
  const main = make(document, "a", "main");
  const caret = make(document, "button", "caret");
  const live = make(document, "div", "live");
  bar.hidden = true;
  main.tabIndex = 0;
  live.setAttribute("role", "status");
  caret.append(icon(document, "M1 3.5 5 7.5 9 3.5", 10));
  caret.title = caret.ariaLabel = more;
  caret.ariaHasPopup = "menu";
  caret.ariaExpanded = "false";
  bar.append(main, caret);
  root.append(bar, live);

  let model: ButtonModel | null = null;
  let closeMenu: (() => void) | null = null;

  const activate = () => {
    const press = model?.press ?? null;
    if (press === null) toggleMenu();
    else if ("do" in press) act(press);
  };
  const options = { signal };
  main.addEventListener("click", (event) => event.isTrusted && !main.hasAttribute("href") && activate(), options);
  main.addEventListener(
    "keydown",
    (event) => {
      const isLink = main.hasAttribute("href");
      // Enter on a link is the browser's own; the rest is what people expect of a button.
      if (!event.isTrusted || !(event.key === " " || (event.key === "Enter" && !isLink))) return;
      event.preventDefault();
      if (isLink) main.click();
      else activate();
    },
    options,
  );
  caret.addEventListener("click", (event) => event.isTrusted && toggleMenu(), options);
  signal.addEventListener("abort", () => {
    closeMenu?.();
    element.remove();
  });

  function toggleMenu(): void {
    if (closeMenu !== null) return closeMenu();
    if (model === null) return;
    caret.ariaExpanded = "true";
    closeMenu = openMenu({
      root,
      anchor: bar,
      entries: model.menu,
      signal,
      act,
      closed: (returnFocus) => {
        closeMenu = null;
        caret.ariaExpanded = "false";
        if (returnFocus) caret.focus();
      },
    });
  }

  return {
    element,
    show(next) {
      if (JSON.stringify(next) === JSON.stringify(model)) return;
      closeMenu?.();
      // Said aloud only when something has changed by an action, not when a mail is opened.
      if (model !== null) live.textContent = `${next.label}. ${next.title}`;
      model = next;
      bar.dataset["tone"] = next.tone;
      main.replaceChildren(
        next.tone === "busy" ? make(document, "i", "dot") : glyph(document, next.tone),
        Object.assign(make(document, "span", ""), { textContent: next.label }),
      );
      main.title = next.title;
      main.ariaLabel = `Kronika: ${next.label}`;
      if (next.press !== null && "href" in next.press)
        Object.assign(main, { href: next.press.href, target: "_blank", rel: "noopener", role: null });
      else {
        main.removeAttribute("href");
        main.role = "button";
      }
      bar.hidden = false;
      fit(element, bar);
    },
    adapt() {
      element.toggleAttribute("data-dark", isDark(element));
      fit(element, bar);
    },
  };
}

/** Opens to the left where there is no room to the right. */
function fit(element: HTMLElement, bar: HTMLElement): void {
  const room = element.ownerDocument.documentElement.clientWidth - element.getBoundingClientRect().left;
  bar.dataset["side"] = room < bar.offsetWidth + 24 ? "right" : "left";
}

/** Mail pages have themes of their own: the colour of the text around tells. */
function isDark(element: HTMLElement): boolean {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element.parentElement ?? element).color.match(/[\d.]+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
}

/** Delete, or a letter that is a shortcut of the page, must not act on the mail. */
function keepEventsInside(element: HTMLElement, signal: AbortSignal): void {
  for (const type of "keydown keyup keypress click dblclick mousedown mouseup pointerdown pointerup contextmenu focusin focusout".split(
    " ",
  )) {
    element.addEventListener(type, (event) => event.stopPropagation(), { signal });
  }
}

function addStyle(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox does not let content scripts adopt sheets.
    const style = root.ownerDocument.createElement("style");
    style.textContent = css;
    root.append(style);
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(document: Document, name: Name, className: string): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { className });
}

/** A chronicle's open book; a tick when the message is in it; a stroke when it is not. */
function glyph(document: Document, tone: ButtonModel["tone"]): SVGSVGElement {
  if (tone === "good") return icon(document, "M2 7.5 5.5 11 12 3.5", 14);
  if (tone === "problem") return icon(document, "M7 2v6.5M7 11.4v.2", 14);
  return icon(document, "M7 3.2C5.6 2.2 3.7 2 1.5 2v9c2.2 0 4.1.2 5.5 1.2C8.4 11.2 10.3 11 12.5 11V2C10.3 2 8.4 2.2 7 3.2Zm0 0v9", 14);
}

function icon(document: Document, path: string, size: number): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const line = document.createElementNS(namespace, "path");
  for (const [name, value] of Object.entries({ width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" }))
    svg.setAttribute(name, String(value));
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

import createDOMPurify, { type Config, type WindowLike } from "dompurify";
import { foldQuotes } from "./quotes.ts";

/**
 * Foreign HTML made harmless. Three walls, each of which would do alone: this sanitiser, the frame's sandbox without scripts, and the
 * policy inside the frame that lets nothing be loaded (mail-document.ts).
 */
export interface SafeMail {
  /** Content of the frame's body. */
  html: string;
  /** Remote images that were left out. */
  blockedImages: number;
  /** Whether quoted earlier messages were found (and, when folded, taken out). */
  hasQuotes: boolean;
}

export interface SafeMailOptions {
  /** Remote images are loaded; only when the person asked for it, for this mail. */
  images: boolean;
  /** Quoted earlier messages stay in. */
  quotes: boolean;
}

const CONFIG: Config = {
  USE_PROFILES: { html: true },
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  // A mail needs none of these, and each has been a way around some mail reader.
  FORBID_TAGS: [
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "option",
    "optgroup",
    "datalist",
    "dialog",
    "audio",
    "video",
    "source",
    "track",
    "picture",
    "map",
    "area",
    "canvas",
    "output",
    "meter",
    "progress",
    "marquee",
    "slot",
    "template",
  ],
  FORBID_ATTR: [
    "srcset",
    "sizes",
    "ping",
    "action",
    "background",
    "poster",
    "usemap",
    "autofocus",
    "tabindex",
    "contenteditable",
    "popover",
    "popovertarget",
    "slot",
    "accesskey",
    "target",
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // Tried on the value of every attribute, so what is no address (a width, a colour) must fit too. Links and pictures are looked at again below.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid):|data:image\/(?:png|gif|jpe?g|webp|bmp);|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
};

const LINK = /^(?:https?:|mailto:|tel:)/i;
const REMOTE = /^https?:/i;
const INLINE = /^data:image\/(?:png|gif|jpe?g|webp|bmp);/i;

/**
 * Makes the HTML of a mail harmless.
 * @param window the page's window, or one of a DOM for tests
 */
export function sanitiseMail(html: string, options: SafeMailOptions, window: WindowLike = globalThis.window): SafeMail {
  const purify = createDOMPurify(window);
  let blockedImages = 0;
  purify.addHook("afterSanitizeAttributes", (node) => {
    // Obfuscated addresses inside CSS may slip through here; the frame's policy loads none of them.
    const style = node.getAttribute("style");
    if (style && !options.images) node.setAttribute("style", withoutAddresses(style));
    if (node.nodeName === "A") hardenLink(node);
    if (node.nodeName === "IMG" && !keepImage(node, options.images)) {
      if (REMOTE.test(node.getAttribute("src") ?? "") && !isTracker(node)) blockedImages += 1;
      node.removeAttribute("src");
    }
  });
  const root = purify.sanitize(html, CONFIG) as unknown as HTMLElement;
  purify.removeAllHooks();
  const body = root.querySelector("body") ?? root;
  for (const image of body.querySelectorAll("img:not([src])")) {
    const words = image.getAttribute("alt")?.trim() ?? "";
    image.replaceWith(body.ownerDocument.createTextNode(words === "" ? "" : `[${words}]`));
  }
  const folding = foldQuotes(body);
  if (!options.quotes) for (const node of folding) node.remove();
  const styles = [...root.querySelectorAll("style")].map((style) => {
    const css = options.images ? (style.textContent ?? "") : withoutAddresses(style.textContent ?? "");
    style.remove();
    // A "<" has no place in a style sheet; with one the text could end the element early.
    return css.includes("<") ? "" : `<style>${css}</style>`;
  });
  return { html: `${styles.join("")}${opening(body)}${body.innerHTML}</div>`, blockedImages, hasQuotes: folding.length > 0 };
}

/** Links open outside, without telling where they came from. */
function hardenLink(node: Element): void {
  const href = node.getAttribute("href");
  if (href === null) return;
  if (!LINK.test(href.trim())) {
    node.removeAttribute("href");
    return;
  }
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer nofollow");
}

/** Inline pictures stay; remote ones when asked for; invisible ones, which only tell that a mail was read, never. */
function keepImage(node: Element, images: boolean): boolean {
  const src = node.getAttribute("src") ?? "";
  node.setAttribute("referrerpolicy", "no-referrer");
  if (INLINE.test(src)) return true;
  return images && REMOTE.test(src) && !isTracker(node);
}

function isTracker(node: Element): boolean {
  const [width, height] = [node.getAttribute("width"), node.getAttribute("height")];
  return (width === "0" || width === "1") && (height === "0" || height === "1");
}

const withoutAddresses = (css: string): string =>
  css.replace(/(?:url|image-set|image|src)\s*\([^)]*\)?/gi, "none").replace(/@import[^;]*;?/gi, "");

/** The body's own colours, on a block of ours: attributes of `<body>` do not survive being put into another body. */
function opening(body: Element): string {
  const holder = body.ownerDocument.createElement("div");
  const style = body.getAttribute("style");
  const colour = body.getAttribute("bgcolor");
  if (style) holder.setAttribute("style", style);
  if (colour && /^#?[\w]+$/.test(colour)) holder.style.backgroundColor = colour;
  return holder.outerHTML.replace(/<\/div>$/, "");
}

// oxlint-disable-next-line typescript/triple-slash-reference -- the library has no types; other packages must find ours from here
/// <reference path="./html-to-text.d.ts" />
import { compile } from "html-to-text";
import { mimeLimits } from "./limits.ts";
import type { Problems } from "./problems.ts";

const asIs = { uppercase: false };
const toText = compile({
  wordwrap: false,
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: asIs })),
  ],
  // Deep quoting in long threads nests a few hundred levels; without a bound hostile nesting overflows the stack.
  limits: { maxDepth: 1_000, maxInputLength: mimeLimits.htmlCharacters },
});

/** Pictures that are written into the HTML itself, often megabytes. */
const DATA_URI = /data:[^"'\s<>]{200,}/g;

/** The text of an HTML body, as a person would read it: no links' targets, no images, quotes with `> `. */
export function htmlToText(html: string, problems: Problems): string {
  const readable = html.replace(DATA_URI, "data:");
  if (readable.length > mimeLimits.htmlCharacters)
    problems.add(`html longer than ${mimeLimits.htmlCharacters} characters: text taken from its beginning`);
  try {
    return toText(readable.slice(0, mimeLimits.htmlCharacters)).trim();
  } catch {
    problems.add("html: cannot be turned into text");
    return "";
  }
}

/** Plain text shown within an HTML body. */
export function textToHtml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<div style="white-space: pre-wrap">${escaped}</div>`;
}

/** The character set that an HTML body declares itself, for parts whose header declares none (HTML Standard, section 13.2.3.2). */
export function charsetOfHtml(bytes: Buffer): string | null {
  const head = bytes.toString("latin1", 0, 2048);
  return /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}

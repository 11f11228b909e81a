export type TextPart = { type: "text"; text: string } | { type: "link"; text: string; href: string };

/** Every repetition is bounded: the text is foreign and may be a megabyte of one letter. */
const ADDRESS = /https?:\/\/[^\s<>"'`]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;
/** Signs that end a sentence, not an address. */
const TRAILING = new Set([".", ",", ";", ":", "!", "?", ")", "]", "}", "»", "“", "”"]);

/** Splits plain text at web and e-mail addresses, so that they can be shown as links. Only http(s) and mailto come out. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(match[0]);
    if (address === "") continue;
    const href = address.includes("://") ? webHref(address) : `mailto:${address}`;
    if (href === null) continue;
    if (match.index > end) parts.push({ type: "text", text: text.slice(end, match.index) });
    parts.push({ type: "link", text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ type: "text", text: text.slice(end) });
  return parts;
}

function withoutTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && TRAILING.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function webHref(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Cuts a text to at most `max` UTF-16 units without leaving half a character at the end. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/**
 * Makes foreign text storable: lone surrogates become U+FFFD, NUL (which PostgreSQL refuses) goes, and what is longer than `max`
 * UTF-16 units is cut. For mappers, which take what a mail or a page holds; whoever takes input of a person refuses instead
 * (`safeText` in interactions/common.ts).
 */
export function cleanText(text: string, max: number): string {
  // oxlint-disable-next-line no-control-regex -- that is what it removes
  return clip(text.toWellFormed().replace(/\u0000/g, ""), max);
}

/** The beginning of a text as one line: blanks collapsed, at most `max` UTF-16 units, cut at a word where there is one, with an ellipsis. */
export function excerpt(text: string, max: number): string {
  // Only the beginning is looked at: a preview of a 5 MB body must not cost 5 MB of work.
  const line = clip(text.trimStart(), max * 4)
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= max) return line;
  const cut = clip(line, max - 1);
  const blank = cut.lastIndexOf(" ");
  return `${(blank > max / 2 ? cut.slice(0, blank) : cut).trimEnd()}…`;
}

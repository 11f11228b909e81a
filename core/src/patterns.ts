/**
 * Long patterns, written one alternative a line. Alternatives are sources of regular expressions over folded text (text-folding.ts); whoever
 * writes them keeps every repetition bounded or disjoint, because they run on foreign text.
 */
export function anyOf(...alternatives: string[]): string {
  return `(?:${alternatives.join("|")})`;
}

/** {@link anyOf} of single words or stems, divided by blanks. */
export function anyWord(words: string): string {
  return anyOf(...words.trim().split(/\s+/));
}

import { fold } from "../text-folding.ts";

/**
 * How texts are taken apart for search: the same way when they are indexed, when somebody asks, and when what was found is marked. A word
 * is a run of letters and digits, folded (text-folding.ts), so that `Žiadosť` is `ziadost` and `CP-2026/014` is `cp`, `2026`, `014`.
 */
export interface Word {
  word: string;
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** Longer runs (base64, tracking links) are cut: nobody types them, and they would only fill the index. */
const MAX_WORD = 40;
const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const FOLDED = /[\p{L}\p{N}]+/gu;

/** The words of a text in their order, with their places. A letter that folds into several words (`½` into `1` and `2`) gives each its place. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: run, index: start } of text.matchAll(RUN)) {
    for (const [word] of fold(run).matchAll(FOLDED))
      words.push({ word: [...word].slice(0, MAX_WORD).join(""), start, end: start + run.length });
  }
  return words;
}

/** Each word of the texts once, at most `max` of them. */
export function distinctWords(texts: Iterable<string | null | undefined>, max: number): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const { word } of wordsOf(text ?? "")) {
      if (words.size >= max) return [...words];
      words.add(word);
    }
  }
  return [...words];
}

/** From so many letters on a word may have been mistyped. */
export const MISTYPED_FROM = 5;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Every word that somebody may have meant who typed this one with one slip: a letter wrong, missing, too many, or two changed places. The
 * first letter is believed, and digits are: a number that is nearly right is another number.
 * @returns nothing for a short word and for one with a digit
 */
export function nearWords(word: string): string[] {
  if (!mayBeMistyped(word)) return [];
  const near = new Set<string>();
  for (let i = 1; i <= word.length; i += 1) {
    const before = word.slice(0, i);
    for (const letter of LETTERS) {
      near.add(before + letter + word.slice(i));
      if (i < word.length) near.add(before + letter + word.slice(i + 1));
    }
    if (i < word.length) near.add(before + word.slice(i + 1));
    if (i + 1 < word.length) near.add(before + word[i + 1] + word[i] + word.slice(i + 2));
  }
  near.delete(word);
  return [...near];
}

const mayBeMistyped = (word: string): boolean => word.length >= MISTYPED_FROM && /^[a-z]+$/.test(word);

/** Whether `word` is among {@link nearWords} of `typed`, without making them. */
export function isNear(typed: string, word: string): boolean {
  if (!mayBeMistyped(typed) || typed === word || typed[0] !== word[0] || !/^[a-z]+$/.test(word)) return false;
  if (Math.abs(typed.length - word.length) > 1) return false;
  let from = 0;
  while (from < typed.length && typed[from] === word[from]) from += 1;
  const rest = (text: string, by: number) => text.slice(from + by);
  if (typed.length === word.length) {
    if (rest(typed, 1) === rest(word, 1)) return true;
    return typed[from] === word[from + 1] && typed[from + 1] === word[from] && rest(typed, 2) === rest(word, 2);
  }
  return typed.length > word.length ? rest(typed, 1) === rest(word, 0) : rest(typed, 0) === rest(word, 1);
}

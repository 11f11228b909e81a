import type { SearchQuery, WantedWord } from "../search-query.ts";
import { isNear, wordsOf, type Word } from "./words.ts";

/** A place in a text, in UTF-16 units: half open, in order, never overlapping. */
export type Mark = readonly [start: number, end: number];

/** Whether a word of a text is the one that is wanted. @param near also one that may have been meant (words.ts) */
export const fits = (wanted: WantedWord, word: string, near = false): boolean =>
  wanted.prefix ? word.startsWith(wanted.word) || (near && isNear(wanted.word, word)) : word === wanted.word;

/** Whether the texts hold every word, and every phrase within one of them. */
export function holds(texts: readonly string[], query: Pick<SearchQuery, "words" | "phrases">, near = false): boolean {
  const parts = texts.map(wordsOf);
  return (
    query.words.every((wanted) => parts.some((words) => words.some(({ word }) => fits(wanted, word, near)))) &&
    query.phrases.every((phrase) => parts.some((words) => placesOf(phrase, words).length > 0))
  );
}

/** Where the text has what is looked for: places, so that whoever shows it needs no markup from outside. */
export function marksIn(text: string, query: Pick<SearchQuery, "words" | "phrases">, near = false): Mark[] {
  const words = wordsOf(text);
  const marks: Mark[] = words
    .filter(({ word }) => query.words.some((wanted) => fits(wanted, word, near)))
    .map(({ start, end }) => [start, end]);
  for (const phrase of query.phrases) marks.push(...placesOf(phrase, words));
  return merged(marks);
}

function placesOf(phrase: readonly string[], words: readonly Word[]): Mark[] {
  const places: Mark[] = [];
  for (let i = 0; i + phrase.length <= words.length; i += 1) {
    if (phrase.every((word, k) => words[i + k]!.word === word)) places.push([words[i]!.start, words[i + phrase.length - 1]!.end]);
  }
  return places;
}

function merged(marks: readonly Mark[]): Mark[] {
  const result: [number, number][] = [];
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** A text with marks in it. */
export interface MarkedText {
  text: string;
  marks: Mark[];
}

/**
 * The part of a text around the first thing that was found, as one line of about `length` UTF-16 units, with an ellipsis where it was cut.
 * @returns null when the text holds nothing of it
 */
export function markedExcerpt(
  text: string,
  query: Pick<SearchQuery, "words" | "phrases">,
  length: number,
  near = false,
): MarkedText | null {
  const first = marksIn(text, query, near)[0];
  if (first === undefined) return null;
  const from = startOf(text, Math.max(0, first[0] - Math.floor(length / 3)), first[0]);
  const to = Math.min(text.length, Math.max(first[1], from + length));
  const cut = text.slice(from, endOf(text, first[1], to));
  const line = `${from > 0 ? "… " : ""}${cut.replace(/\s+/g, " ").trim()}${to < text.length ? " …" : ""}`;
  return { text: line, marks: marksIn(line, query, near) };
}

/** Where a word begins, at or after `from`, so that none is cut. */
function startOf(text: string, from: number, latest: number): number {
  if (from === 0) return 0;
  const blank = text.slice(from, latest).search(/\s/);
  return blank < 0 ? latest : from + blank;
}

function endOf(text: string, earliest: number, to: number): number {
  if (to === text.length) return to;
  const blank = text.slice(earliest, to).search(/\s\S*$/);
  return blank < 0 ? earliest : earliest + blank;
}

import type { Ref } from "../../api/types.ts";

/** The name that is being typed behind an `@`: where it begins (the `@`), and what there is of it up to the caret. */
export interface MentionWord {
  start: number;
  end: number;
  text: string;
}

/** Longer than this nobody types a name without having found it. */
const LONGEST = 60;

/** The mention at the caret: an `@` at the beginning of a word, on the same line; null when there is none. */
export function beingMentioned(text: string, caret: number): MentionWord | null {
  const before = text.slice(Math.max(0, caret - LONGEST), caret);
  const match = /(?<![\p{L}\p{N}])@([^@\n]*)$/u.exec(before);
  if (!match) return null;
  const typed = match[1] ?? "";
  return { start: caret - typed.length - 1, end: caret, text: typed };
}

const fold = (text: string) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

const OFFERED = 6;

/** People one of whose names begins with what was typed, diacritics or not. Nobody, once a whole name stands there. */
export function suggestPeople(people: readonly Ref[], typed: string): Ref[] {
  const wanted = fold(typed);
  if (people.some(({ name }) => wanted.startsWith(`${fold(name)} `) || wanted === fold(name))) return [];
  return people.filter(({ name }) => fold(name).startsWith(wanted) || fold(name).includes(` ${wanted}`)).slice(0, OFFERED);
}

/** The text with the whole name in the place of what was typed, and where the caret stands then. */
export function insertMention(text: string, word: MentionWord, name: string): { text: string; caret: number } {
  const after = text.slice(word.end);
  const inserted = `@${name}${after === "" || /^[\p{L}\p{N}]/u.test(after) ? " " : ""}`;
  return { text: text.slice(0, word.start) + inserted + after, caret: word.start + inserted.length };
}

/** Somebody whom a text can name. */
export interface Mentionable {
  id: string;
  name: string;
}

/** A place in a text that names somebody: `text.slice(start, end)` is `@` and the name. Several ids: people of the same name. */
export interface Mention {
  start: number;
  end: number;
  ids: string[];
}

const WORD = /[\p{L}\p{N}]/u;

/**
 * Whom a text names: an `@` at the beginning of a word, followed by somebody's whole name, in any case; the longest name that fits. `@jana` in
 * an e-mail address (`petra@jana.example`) names nobody. The browser marks, and the hub tells, the same people.
 */
export function findMentions(text: string, people: readonly Mentionable[]): Mention[] {
  const byLength = people.map(({ id, name }) => ({ id, name: fold(name) })).filter(({ name }) => name !== "");
  byLength.sort((a, b) => b.name.length - a.name.length);
  const mentions: Mention[] = [];
  const folded = fold(text);
  // A text that changes its length when folded is searched as it stands: places must be those of the text.
  const searched = folded.length === text.length ? folded : text;
  for (let at = searched.indexOf("@"); at !== -1; at = searched.indexOf("@", at + 1)) {
    if (at > 0 && WORD.test(searched[at - 1]!)) continue;
    const named = byLength.find(({ name }) => searched.startsWith(name, at + 1) && !WORD.test(searched[at + 1 + name.length] ?? ""));
    if (named) {
      const ids = byLength.filter(({ name }) => name === named.name).map(({ id }) => id);
      mentions.push({ start: at, end: at + 1 + named.name.length, ids });
    }
  }
  return mentions;
}

/** The ids of everybody whom a text names, each once. */
export const mentionedIds = (text: string, people: readonly Mentionable[]): string[] => [
  ...new Set(findMentions(text, people).flatMap(({ ids }) => ids)),
];

const fold = (text: string): string => text.normalize("NFC").toLowerCase();

import { fold } from "./text-folding.ts";
import { wordsOf } from "./search/words.ts";

/** A word that must be there. `prefix`: any word that begins so. */
export interface WantedWord {
  word: string;
  prefix: boolean;
}

export const searchKinds = ["email", "call", "meeting", "note", "other"] as const;
export type SearchKind = (typeof searchKinds)[number];

/** What was written behind an operator and cannot be used; the search goes on without it and says so. */
export interface IgnoredPart {
  text: string;
  reason: "unknown-kind" | "not-a-day" | "empty" | "too-many-words";
}

/** A query taken apart. All of it must hold at once; several `kind:` are alternatives of each other. */
export interface SearchQuery {
  words: WantedWord[];
  /** Words that stand side by side in this order. */
  phrases: string[][];
  /** Of the sender, organizer, caller or author: words of name or address. */
  from: WantedWord[];
  /** Of anybody who was addressed. */
  to: WantedWord[];
  kinds: SearchKind[];
  /** Words of a customer's name, once for each `customer:`. */
  customers: WantedWord[][];
  /** Calendar days `YYYY-MM-DD`: from the beginning of `after`, up to the beginning of `before`. */
  after: string | null;
  before: string | null;
  ignored: IgnoredPart[];
}

const OPERATORS: ReadonlyMap<string, "from" | "to" | "kind" | "customer" | "after" | "before"> = new Map([
  ["from", "from"],
  ["od", "from"],
  ["to", "to"],
  ["komu", "to"],
  ["kind", "kind"],
  ["druh", "kind"],
  ["customer", "customer"],
  ["zakaznik", "customer"],
  ["after", "after"],
  ["po", "after"],
  ["before", "before"],
  ["pred", "before"],
]);

const KINDS: ReadonlyMap<string, SearchKind> = new Map([
  ...searchKinds.map((kind) => [kind, kind] as const),
  ...(["mail", "e-mail", "emaily", "e-maily", "sprava"] as const).map((word) => [word, "email"] as const),
  ...(["calls", "hovor", "hovory"] as const).map((word) => [word, "call"] as const),
  ...(["meetings", "stretnutie", "stretnutia"] as const).map((word) => [word, "meeting"] as const),
  ...(["notes", "poznamka", "poznamky"] as const).map((word) => [word, "note"] as const),
  ...(["ine"] as const).map((word) => [word, "other"] as const),
]);

/** More words find nothing that fewer would not, and each costs. */
const MAX_WORDS = 12;

/** `operator:value`, `operator:"some value"`, `"a phrase"` or a plain run. A quote that is never closed reaches to the end. */
const PART = /(?<bare>\p{L}{2,12}):(?=\s|$)|(?:(?<name>\p{L}{2,12}):)?(?:["„“”](?<quoted>[^"„“”]*)(?:["„“”]|$)|(?<plain>\S+))/gu;

/**
 * Reads what somebody typed into the search box: words (each may be the beginning of one), "phrases", and the operators `from: to: kind:
 * customer: after: before:` in English or Slovak (`od: komu: druh: zakaznik: po: pred:`). Never fails: what cannot be used is in `ignored`,
 * and an unknown `word:` is words.
 */
export function parseSearchQuery(text: string): SearchQuery {
  const query: SearchQuery = { words: [], phrases: [], from: [], to: [], kinds: [], customers: [], after: null, before: null, ignored: [] };
  let room = MAX_WORDS;
  const take = <T>(items: T[], part: string): T[] => {
    if (items.length > room) query.ignored.push({ text: part, reason: "too-many-words" });
    const taken = items.slice(0, room);
    room -= taken.length;
    return taken;
  };
  for (const { 0: part, groups = {} } of text.matchAll(PART)) {
    const { name = groups["bare"], quoted, plain = "" } = groups;
    const operator = OPERATORS.get(fold(name ?? ""));
    if (operator === undefined) {
      const words = wordsOf(quoted === undefined ? part : name === undefined ? quoted : part);
      if (quoted !== undefined && name === undefined && words.length > 1) query.phrases.push(take(words, part).map(({ word }) => word));
      else query.words.push(...take(wanted(part, quoted === undefined), part));
      continue;
    }
    const value = quoted ?? plain;
    if (operator === "kind") readKinds(query, part, value);
    else if (operator === "after" || operator === "before") readDay(query, operator, part, value);
    else {
      const words = take(wanted(value, quoted === undefined), part);
      if (words.length === 0) query.ignored.push({ text: part, reason: "empty" });
      else if (operator === "customer") query.customers.push(words);
      else query[operator].push(...words);
    }
  }
  return query;
}

/** One letter stands for itself: as a beginning it would find nearly everything. */
const wanted = (text: string, prefix: boolean): WantedWord[] =>
  wordsOf(text).map(({ word }) => ({ word, prefix: prefix && word.length > 1 }));

function readKinds(query: SearchQuery, part: string, value: string): void {
  for (const name of value.split(",").filter((each) => each !== "")) {
    const kind = KINDS.get(fold(name));
    if (kind === undefined) query.ignored.push({ text: part, reason: "unknown-kind" });
    else if (!query.kinds.includes(kind)) query.kinds.push(kind);
  }
  if (value === "") query.ignored.push({ text: part, reason: "empty" });
}

/** The last one of several counts. */
function readDay(query: SearchQuery, operator: "after" | "before", part: string, value: string): void {
  const day = dayOf(value);
  if (day === null) query.ignored.push({ text: part, reason: value === "" ? "empty" : "not-a-day" });
  else query[operator] = day;
}

/** `2026`, `2026-11`, `2026-11-05`, `5.11.2026`: the first day of it. */
function dayOf(text: string): string | null {
  const [, year, month = "01", day = "01"] =
    /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/.exec(text) ?? swapped(/^(\d\d?)\.(\d\d?)\.(\d{4})$/.exec(text)) ?? [];
  if (year === undefined) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) || year === "0000" || new Date(time).toISOString().slice(0, 10) !== iso ? null : iso;
}

const swapped = (found: RegExpExecArray | null) => (found ? [found[0], found[3], found[2], found[1]] : null);

/** Whether nothing is asked for that could be looked up. */
export function isEmptyQuery(query: SearchQuery): boolean {
  return (
    [query.words, query.phrases, query.from, query.to, query.kinds, query.customers].every((part) => part.length === 0) &&
    query.after === null &&
    query.before === null
  );
}

/** The words that a text must bear, those of the phrases among them. */
export const wantedWords = (query: Pick<SearchQuery, "words" | "phrases">): WantedWord[] => [
  ...query.words,
  ...query.phrases.flat().map((word) => ({ word, prefix: false })),
];

import { anyWord } from "../patterns.ts";
import { fold } from "../text-folding.ts";

export type SalesDocumentKind = "quote" | "order" | "invoice";

/** Where something was found. */
export type Place = "subject" | "text" | "attachment";

/** A text to look into. `folded` is {@link fold}ed. */
export interface PlacedText {
  place: Place;
  folded: string;
}

/** A document whose number may be mentioned. `number` as it stands in the ERP: `OF-2026/0123`, `20260123`. */
export interface NumberedDocument {
  id: string;
  number: string;
  kind: SalesDocumentKind;
}

/** A mention of a document's number. */
export interface NumberMention {
  documentId: string;
  place: Place;
  /** False: only its digits stand there, beside a word for this kind of document. */
  whole: boolean;
}

/** Blanks, one dash, slash, dot, underscore or sign between the parts of a number: people write it as they like. Bounded on purpose. */
const BETWEEN = String.raw`\s{0,2}[-–—./_\\:#]?\s{0,2}`;

/** Words for each kind of document, as stems of folded words in Slovak, Czech, English, German, Hungarian and Polish. */
const NOUNS: Readonly<Record<SalesDocumentKind, string>> = {
  quote: anyWord("ponuk nabid offer quot angebot ajanlat ofert cp kalkulac"),
  order: anyWord("objednav obj zakaz order bestell auftrag rendeles megrendel zamowien po"),
  invoice: anyWord("faktur fakt fa invoic rechnung szaml zaloh dobropis variabiln vs predfaktur"),
};

/** A noun, then at most a few short words ("č.", "cislo", "no", "k") up to the number. */
const nounBefore = (kind: SalesDocumentKind) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])${NOUNS[kind]}\p{L}{0,8}(?:[\s.,:#№()_-]{1,3}\p{L}{1,7}){0,3}[\s.,:#№()_-]{0,3}$`, "u");
const NOUN_BEFORE = { quote: nounBefore("quote"), order: nounBefore("order"), invoice: nounBefore("invoice") } as const;
const NOUN_ANYWHERE = {
  quote: new RegExp(NOUNS.quote, "u"),
  order: new RegExp(NOUNS.order, "u"),
  invoice: new RegExp(NOUNS.invoice, "u"),
} as const;

/** How people speak of a document, or of what happens with it, without its number. Stems of folded words. */
const SPOKEN_OF = {
  quote: /(?<!\p{L})(?:ponuk|nabid|quotation|quote|offer|angebot|ajanlat|oferta|ofert|kalkulac)/u,
  order:
    /(?<!\p{L})(?:objedn|zakazk|order|bestell|auftrag|megrendel|zamowien|tovar|zbozi|dodav|dodac|dodan|dodall|doprav|kamion|zasielk|zasilk|reklam|deliver|shipment|goods|lieferung|ware[n ]|szallit|dostaw)/u,
  invoice:
    /(?<!\p{L})(?:faktur|fakt[.]|uhrad|uhraz|zaplat|splatnos|dobropis|upomien|upomin|invoice|paid|payment|rechnung|bezahl|uberwies|uberweis|szamla|fizet|zaplac|platnos)/u,
} as const;

/** The kinds of documents that a text speaks of, also without any number. @param folded subject and text */
export function kindsSpokenOf(folded: string): ReadonlySet<SalesDocumentKind> {
  const kinds = (["quote", "order", "invoice"] as const).filter((kind) => SPOKEN_OF[kind].test(folded));
  return new Set(kinds);
}

/** What makes of the digits behind it something else than a document: a phone, a company's or a bank's number. */
const NO_DOCUMENT_BEFORE = new RegExp(
  String.raw`(?:\+[\d\s()/-]{0,16}|(?<![\p{L}\p{N}])${anyWord("tel telefon phone mob mobil handy fax gsm ico dic dph iban psc zip ust-?id uid ean sn uct[ua]?")}\p{L}{0,3}[\s.,:#č-]{0,4}(?:c|cislo|no|nr)?[\s.:]{0,3})$`,
  "u",
);

/** Letters that people and systems write before a bare number: `FA20260123`, `VS20260123`. */
const SERIES_BEFORE = /(?<![\p{L}\p{N}])(?:fa|fv|vf|fak|fakt|faktura|vs|of|cp|cn|ponuka|obj|objednavka|zak|inv|invoice|po|so|dl|no|nr|c)$/u;

/** What stands around a place of the text: enough for a noun and a few words. */
const REACH = 48;

/** A bare number of fewer digits counts only beside a word for its kind. */
const LONE_DIGITS = 6;

/**
 * Finds the numbers of the given documents in texts, written with other separators, without leading zeros of the last part, glued
 * to letters of the series, or within file names. A number is never found as part of a longer one, of a phone number or an IBAN.
 * @returns each document at most once per place, exact mentions before partial ones of another document with the same digits
 */
export function findDocumentNumbers(texts: readonly PlacedText[], documents: readonly NumberedDocument[]): NumberMention[] {
  const mentions: NumberMention[] = [];
  const squeezed = texts.map(({ folded }) => folded.replace(/\D+/g, ""));
  for (const document of documents) {
    const parts = partsOf(document.number);
    if (!parts) continue;
    texts.forEach((text, i) => {
      // Most texts hold no such digits at all: one search says so.
      if (!squeezed[i]?.includes(parts.core)) return;
      const whole = occurs(text, document, parts.whole, parts);
      if (whole || (parts.bare && occurs(text, document, parts.bare, { ...parts, lettered: false, partial: true })))
        mentions.push({ documentId: document.id, place: text.place, whole });
    });
  }
  const known = new Set<string>();
  return mentions.filter(({ documentId, place }) => {
    const key = `${documentId}|${place}`;
    return known.has(key) ? false : (known.add(key), true);
  });
}

interface NumberParts {
  /** The digits of the last part without leading zeros: what must stand in any way of writing it. */
  core: string;
  whole: RegExp;
  /** The same without the letters in front; null when there are none. */
  bare: RegExp | null;
  /** Begins with letters. */
  lettered: boolean;
  digits: number;
  partial: boolean;
}

function partsOf(number: string): NumberParts | null {
  const runs = fold(number).match(/\p{L}+|\d+/gu) ?? [];
  const digitRuns = runs.filter((run) => /\d/.test(run));
  const digits = digitRuns.join("");
  if (digits.length < 2 || digits.length > 30 || runs.length > 8) return null;
  const lettered = runs[0] !== undefined && !/\d/.test(runs[0]);
  const patterns = runs.map((run, i) => (/\d/.test(run) ? digitPattern(run, runs.length > 1, i === runs.length - 1) : escape(run)));
  const rest = lettered ? patterns.slice(1) : patterns;
  const last = digitRuns.at(-1) ?? "";
  return {
    core: runs.length > 1 && last === runs.at(-1) ? last.replace(/^0+(?=\d)/, "") : digits,
    whole: new RegExp(patterns.join(BETWEEN), "gu"),
    bare: lettered && rest.length > 0 ? new RegExp(rest.join(BETWEEN), "gu") : null,
    lettered,
    digits: digits.length,
    partial: false,
  };
}

/** `0123` as the last of several parts may be written `123`; a bare `20260123` may be divided after the year. */
function digitPattern(run: string, hasSiblings: boolean, isLast: boolean): string {
  const significant = run.replace(/^0+(?=\d)/, "");
  if (hasSiblings && isLast && significant.length >= 2 && significant !== run)
    return `0{0,${run.length - significant.length}}${significant}`;
  const year = /^(20\d\d)(\d{3,})$/.exec(run);
  return !hasSiblings && year ? `${year[1]}${BETWEEN}${year[2]}` : run;
}

function occurs({ folded, place }: PlacedText, { kind }: NumberedDocument, pattern: RegExp, parts: NumberParts): boolean {
  for (const match of folded.matchAll(pattern)) {
    const before = folded.slice(Math.max(0, match.index - REACH), match.index);
    const after = folded.slice(match.index + match[0].length, match.index + match[0].length + REACH);
    const isNamed = NOUN_BEFORE[kind].test(before) || (place === "attachment" && NOUN_ANYWHERE[kind].test(folded));
    if (parts.partial ? !isNamed : !parts.lettered && parts.digits < LONE_DIGITS && !isNamed) continue;
    if (standsAlone(before, after, match[0], { place, lettered: parts.lettered, isNamed })) return true;
  }
  return false;
}

/** Whether what was found is a number of its own. */
function standsAlone(
  before: string,
  after: string,
  found: string,
  { place, lettered, isNamed }: { place: Place; lettered: boolean; isNamed: boolean },
): boolean {
  // In file names underscores divide; everywhere a letter or digit right beside makes it another word.
  const isFile = place === "attachment";
  if (/\p{N}$/u.test(before) || /^\p{N}/u.test(after)) return false;
  if (/\p{L}$/u.test(before) && (lettered || !SERIES_BEFORE.test(before))) return false;
  if (/^\p{L}/u.test(after) && !(isFile && /^v\d/.test(after))) return false;
  if (lettered) return !/\p{L}-$/u.test(before) && !/^[./-]\d{3,}/.test(after);
  if (NO_DOCUMENT_BEFORE.test(before)) return false;
  const isList = (neighbour: string | undefined) => neighbour?.length === found.length && found.length >= LONE_DIGITS;
  const joined = /(\p{N}+)([\s./-])$/u.exec(before);
  if (joined && !(joined[2] !== "." && /\s/.test(joined[2] ?? "") && isList(joined[1]))) return false;
  if (/^,\d/.test(after) || /^\s?(?:€|eur|kc|czk|usd|huf|ks|kg|%)/.test(after)) return false;
  if (/^[./-]\d/.test(after)) return isFile && /^-\d{1,2}(?!\d)/.test(after);
  const next = /^\s(\p{N}+)/u.exec(after);
  return !next || isNamed || isList(next[1]);
}

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

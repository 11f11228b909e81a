import { fold, foldedWords } from "@kronika/core/text-folding.ts";
import { RowError } from "./row-error.ts";

/** The cells of a row by field: what is empty is not there. */
export type RowValues = Readonly<Record<string, string>>;

/**
 * An amount as people and programs write it: `1 234,50 €`, `1.234,50`, `1,234.50`, `-12.5`.
 * @returns decimal text with a point
 * @throws RowError, also where a single mark may part thousands as well as decimals
 */
export function amountOf(field: string, text: string): string {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]|€|[A-Za-z]{3}\.?$|\$|£|Kč|K\u010d/gu, "").replace(/^\u2212/, "-");
  const marks = bare.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  const kinds = new Set(marks).size;
  if (kinds === 1 && marks.length === 1 && /[.,]\d{3}$/.test(bare) && !/^-?0[.,]/.test(bare))
    throw new RowError(
      field,
      `can be read in two ways (${text}): write two decimals, or no mark between thousands`,
      `sa dá čítať dvoma spôsobmi (${text}): uveďte dve desatinné miesta alebo neoddeľujte tisíce`,
    );
  const isThousands = marks.length > 1 && kinds === 1;
  const plain =
    last === undefined || isThousands ? bare.replaceAll(/[.,]/g, "") : bare.replaceAll(last === "," ? "." : ",", "").replace(last, ".");
  const [, sign = "", whole, decimals = ""] = /^(-?)(\d{1,13})(?:\.(\d{1,6}))?$/.exec(plain) ?? [];
  if (whole === undefined || /[1-9]/.test(decimals.slice(2)))
    throw new RowError(field, "is not an amount such as 1250,50", "nie je suma, napr. 1250,50");
  return `${sign}${whole}.${decimals.slice(0, 2).padEnd(2, "0")}`;
}

/** A day: `24. 11. 2026`, `24.11.26`, `24/11/2026`, `2026-11-24`; a time after it is left out. @throws RowError */
export function dayOf(field: string, text: string): string {
  const bare = text.trim().replace(/[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/, "");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(bare);
  const local = /^(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4}|\d{2})$/.exec(bare);
  const [year, month, day] = iso ? [iso[1]!, iso[2]!, iso[3]!] : local ? [local[3]!, local[2]!, local[1]!] : ["", "", ""];
  const result = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const parsed = new Date(`${result}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== result)
    throw new RowError(field, "is not a day such as 24. 11. 2026", "nie je dátum, napr. 24. 11. 2026");
  return result;
}

/** One of a few words, in either language. @throws RowError naming what is possible */
export function choiceOf<T extends string>(field: string, text: string, choices: Readonly<Record<T, readonly string[]>>): T {
  const wanted = foldedWords(text);
  for (const [value, words] of Object.entries(choices) as [T, readonly string[]][]) {
    if (value === wanted || words.some((word) => fold(word) === wanted)) return value;
  }
  const possible = Object.entries<readonly string[]>(choices).map(([value, words]) => words[0] ?? value);
  throw new RowError(field, `is not one of: ${possible.join(", ")}`, `nie je žiadne z: ${possible.join(", ")}`);
}

/** The entries of a cell that holds several. */
export const entriesOf = (text: string | undefined): string[] =>
  (text ?? "").split(/[\n,;|]+/).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));

let countries: Map<string, string> | undefined;

/** A country by its code or its name in Slovak or English. @throws RowError */
export function countryOf(field: string, text: string): string {
  const code = text.trim().toUpperCase();
  countries ??= countryNames();
  const found = countries.get(code.toLowerCase()) ?? countries.get(foldedWords(text));
  return found ?? refuseCountry(field);
}

function refuseCountry(field: string): never {
  throw new RowError(field, "is not a country", "nie je krajina");
}

/** Every code and name of ISO 3166-1 that the platform knows, and how people shorten ours. */
function countryNames(): Map<string, string> {
  const names = new Map<string, string>();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const displays = ["sk", "en"].map((language) => new Intl.DisplayNames([language], { type: "region", fallback: "none" }));
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second;
      for (const display of displays) {
        const name = display.of(code);
        if (name === undefined) continue;
        names.set(code.toLowerCase(), code);
        names.set(foldedWords(name), code);
      }
    }
  }
  for (const [name, code] of [
    ["sr", "SK"],
    ["svk", "SK"],
    ["slovenska republika", "SK"],
    ["cr", "CZ"],
    ["cze", "CZ"],
    ["ceska republika", "CZ"],
  ] as const)
    names.set(name, code);
  return names;
}

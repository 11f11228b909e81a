/** What the words of a date mean in one language, taken from the browser's own CLDR data (no tables of ours to grow old). */
export interface DateWords {
  months: ReadonlyMap<string, number>;
  /** Full names, for abbreviations that CLDR does not list: any prefix of three letters or more that fits one month only. */
  longMonths: readonly (readonly [name: string, month: number])[];
  weekdays: ReadonlyMap<string, number>;
  /** `am` adds nothing, `pm` adds 12 hours. */
  dayPeriods: ReadonlyMap<string, "am" | "pm">;
  /** Words that carry no meaning, such as "at" or "г.". */
  fillers: ReadonlySet<string>;
  /** Order of a date in figures, or null where the language alone does not tell (English of unknown region). */
  numericOrder: "dmy" | "mdy" | "ymd" | null;
}

const cache = new Map<string, DateWords | null>();

/** Words of one language; null for a tag that the browser does not know. */
export function dateWords(language: string): DateWords | null {
  let words = cache.get(language);
  if (words === undefined) {
    words = isKnown(language) ? collect(language) : null;
    cache.set(language, words);
  }
  return words;
}

/** Lower case, without the dots that mark an abbreviation. */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/^[.'’]+|[.'’]+$/g, "");
}

function isKnown(language: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}

const UNIVERSAL_FILLERS = ["at", "o", "um", "uhr", "v", "kl", "klo", "à", "a", "г", "р", "h", "ó", "the", "on"];

function collect(language: string): DateWords {
  // A fixed calendar and figures: a page in Thai or Arabic then gives Gregorian names too, and others are not understood.
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, calendar: "gregory", numberingSystem: "latn", timeZone: "UTC" });
  const months = new Map<string, number>();
  const longMonths: [string, number][] = [];
  for (let month = 0; month < 12; month++) {
    const date = new Date(Date.UTC(2026, month, 12));
    for (const width of ["long", "short"] as const) {
      for (const options of [{ month: width }, { month: width, day: "numeric" }] satisfies Intl.DateTimeFormatOptions[]) {
        const name = plainWord(part(format(options), date, "month"));
        if (name === "" || /\d/.test(name)) continue;
        months.set(name, month);
        if (width === "long") longMonths.push([name, month]);
      }
    }
  }
  const weekdays = new Map<string, number>();
  for (let day = 0; day < 7; day++) {
    const date = new Date(Date.UTC(2026, 10, 22 + day)); // 22 November 2026 is a Sunday
    for (const weekday of ["long", "short"] as const) weekdays.set(plainWord(part(format({ weekday }), date, "weekday")), day);
  }
  const dayPeriods = new Map<string, "am" | "pm">([
    ["am", "am"],
    ["a.m", "am"],
    ["pm", "pm"],
    ["p.m", "pm"],
  ]);
  for (const [hour, period] of [
    [9, "am"],
    [15, "pm"],
  ] as const) {
    const name = part(format({ hour: "numeric", hour12: true }), new Date(Date.UTC(2026, 10, 22, hour)), "dayPeriod");
    // "a. m." is written with a blank in some languages.
    if (name !== "") dayPeriods.set(plainWord(name.replace(/\s/g, "")), period);
  }
  return { months, longMonths, weekdays, dayPeriods, fillers: fillersOf(language), numericOrder: numericOrder(language) };
}

function fillersOf(language: string): Set<string> {
  const fillers = new Set(UNIVERSAL_FILLERS);
  const sample = new Date(Date.UTC(2026, 10, 24, 9));
  for (const dateStyle of ["full", "long", "medium"] as const) {
    const format = new Intl.DateTimeFormat(language, { dateStyle, timeStyle: "short", timeZone: "UTC" });
    for (const { type, value } of format.formatToParts(sample)) {
      if (type === "literal") for (const word of value.match(/\p{L}+/gu) ?? []) fillers.add(plainWord(word));
    }
  }
  return fillers;
}

function numericOrder(language: string): DateWords["numericOrder"] {
  // "English" without a region may mean 4/5 either way.
  if (/^en$/i.test(language)) return null;
  const order = new Intl.DateTimeFormat(language, { year: "numeric", month: "numeric", day: "numeric" })
    .formatToParts(new Date(Date.UTC(2026, 10, 24)))
    .map(({ type }) => (type === "day" || type === "month" || type === "year" ? type[0] : ""))
    .join("");
  return order === "dmy" || order === "mdy" || order === "ymd" ? order : null;
}

function part(format: Intl.DateTimeFormat, date: Date, type: Intl.DateTimeFormatPartTypes): string {
  return format.formatToParts(date).find((candidate) => candidate.type === type)?.value ?? "";
}

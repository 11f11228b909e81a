const RELATIVE: Record<string, number> = {
  dnes: 0,
  today: 0,
  zajtra: 1,
  tomorrow: 1,
  pozajtra: 2,
  vcera: -1,
  yesterday: -1,
};

const WEEKDAYS: readonly (readonly string[])[] = [
  ["pondelok", "monday", "mon", "po"],
  ["utorok", "tuesday", "tue", "ut"],
  ["streda", "stredu", "wednesday", "wed", "st"],
  ["stvrtok", "thursday", "thu", "stv"],
  ["piatok", "friday", "fri", "pi"],
  ["sobota", "sobotu", "saturday", "sat", "so"],
  ["nedela", "nedelu", "sunday", "sun", "ne"],
];

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/**
 * Reads a day as people type it: `24.11.`, `24. 11. 2026`, `24/11/26`, `2026-11-24`, `zajtra`, `piatok`, `tomorrow`, `friday`.
 * Without a year the next such day is meant, a weekday is the next one after today.
 * @param today the present day, `YYYY-MM-DD`
 * @returns the day as `YYYY-MM-DD`, or null when it is none
 */
export function parseDay(text: string, today: string): string | null {
  const words = plain(text);
  const present = Temporal.PlainDate.from(today);
  const shift = RELATIVE[words];
  if (shift !== undefined) return present.add({ days: shift }).toString();
  const weekday = WEEKDAYS.findIndex((names) => names.includes(words));
  if (weekday >= 0) return present.add({ days: ((weekday + 1 - present.dayOfWeek + 6) % 7) + 1 }).toString();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words);
  if (iso) return makeDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = /^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]?\s*(\d{4}|\d{2})?$/.exec(words);
  if (!dayFirst) return null;
  const [day, month] = [Number(dayFirst[1]), Number(dayFirst[2])];
  if (dayFirst[3]) return makeDay(dayFirst[3].length === 2 ? 2000 + Number(dayFirst[3]) : Number(dayFirst[3]), month, day);
  const thisYear = makeDay(present.year, month, day);
  return thisYear !== null && thisYear >= today ? thisYear : makeDay(present.year + 1, month, day);
}

function makeDay(year: number, month: number, day: number): string | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

import { dateWords, plainWord, type DateWords } from "./date-words.ts";

/** Languages that are tried when the page does not say its own, or says a wrong one. */
const FALLBACK_LANGUAGES = ["en", "sk", "cs", "de", "hu", "pl", "uk", "ro", "fr", "it", "es"];

interface LocalDate {
  year: number;
  /** 0 = January */
  month: number;
  day: number;
  hour: number | null;
  minute: number;
}

/**
 * Reads a date as mail pages write it ("Nov 24, 2026, 9:00 AM", "24. 11. 2026 9:00", "ut 24. 11. 2026, 9:00", "2026. nov. 24. 9:00"), which
 * stands in the time zone of the browser.
 *
 * Every word must be understood and the weekday, if given, must fit. What could mean two days (4/5/2026 in English of unknown
 * region), or an hour that exists twice (end of summer time), is not decided: null.
 * @param language tag of the page (`<html lang>`), if it has one
 * @returns ISO instant without seconds' fraction (`2026-11-24T09:00:00Z`); an ISO day when the text has no time; null when not understood
 */
export function parsePageDate(text: string | null | undefined, language?: string | null): string | null {
  const clean = normalise(text ?? "");
  if (clean === "" || clean.length > 100) return null;
  if (language) {
    const words = dateWords(language);
    const date = words && parseWith(clean, words);
    if (date) return toIso(date);
  }
  // No language, or not this one: accept only what all languages that can read it agree upon.
  const readings = new Set<string>();
  for (const candidate of FALLBACK_LANGUAGES) {
    const words = dateWords(candidate);
    const date = words && parseWith(clean, { ...words, numericOrder: null });
    if (date) readings.add(toIso(date) ?? "");
  }
  const [only] = readings;
  return readings.size === 1 && only ? only : null;
}

function normalise(text: string): string {
  return text
    .normalize("NFKC") // narrow no-break blanks, full-width figures
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/\([^()]*\)\s*$/, "") // "(2 days ago)"
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

function parseWith(text: string, words: DateWords): LocalDate | null {
  const clock = takeClock(text);
  if (clock === null) return null;
  const { rest, figures } = takeEastAsianDate(clock.rest);
  const numbers = figures ?? rest.match(/\d+/g) ?? [];
  const found = readWords(rest, words);
  if (found === null) return null;

  const hour = clock.hour === null ? null : to24Hours(clock.hour, found.period);
  if (clock.hour !== null && hour === null) return null;
  if (clock.hour === null && found.period !== null) return null;

  const date =
    found.month === null ? fromFigures(numbers, rest, figures !== null, words, found.weekday) : fromNamedMonth(numbers, found.month);
  if (date === null || !isReal(date)) return null;
  if (found.weekday !== null && weekdayOf(date) !== found.weekday) return null;
  return { ...date, hour, minute: clock.minute };
}

interface Clock {
  hour: number | null;
  minute: number;
  rest: string;
}

/** Cuts the time of day out. Null when the text holds two, or one that cannot be. */
function takeClock(text: string): Clock | null {
  const colon = [...text.matchAll(/(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)/g)];
  const french = colon.length === 0 ? [...text.matchAll(/(?<!\d)(\d{1,2}) ?h ?(\d{2})(?!\d)/g)] : [];
  // "klo 9.00": only behind a full date, never as a part of it.
  const dotted = colon.length + french.length === 0 ? [...text.matchAll(/(?<=\d{4}\D+)(\d{1,2})\.(\d{2})(?=$| [^\d]+$)/g)] : [];
  const matches = [...colon, ...french, ...dotted];
  if (matches.length === 0) return { hour: null, minute: 0, rest: text };
  if (matches.length > 1) return null;
  const match = matches[0]!;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  if (hour > 23 || minute > 59) return null;
  return { hour, minute, rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}` };
}

/** 2026年11月24日, 2026년 11월 24일: the figures name themselves. */
function takeEastAsianDate(text: string): { rest: string; figures: string[] | null } {
  const match = /(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]/.exec(text);
  if (!match) return { rest: text, figures: null };
  return { rest: text.replace(match[0], " "), figures: [match[1]!, match[2]!, match[3]!] };
}

interface FoundWords {
  month: number | null;
  weekday: number | null;
  period: "am" | "pm" | null;
}

/** Gives every word its meaning. Null when one has none, or when a meaning appears twice with different values. */
function readWords(text: string, words: DateWords): FoundWords | null {
  const found: FoundWords = { month: null, weekday: null, period: null };
  const unsure: { month: number; weekday: number }[] = [];
  // "a. m." and "p. m." lose their blank first.
  for (const raw of text.replace(/\b([ap])\. ?m\b\.?/g, "$1.m").match(/\p{L}[\p{L}\p{M}.'’-]*/gu) ?? []) {
    const word = plainWord(raw);
    const period = words.dayPeriods.get(word);
    const month = monthOf(word, words);
    const weekday = words.weekdays.get(word);
    if (period !== undefined) {
      if (found.period !== null) return null;
      found.period = period;
    } else if (month !== undefined && weekday !== undefined) unsure.push({ month, weekday });
    else if (month !== undefined) {
      if (found.month !== null && found.month !== month) return null;
      found.month = month;
    } else if (weekday !== undefined) {
      if (found.weekday !== null && found.weekday !== weekday) return null;
      found.weekday = weekday;
    } else if (!words.fillers.has(word)) return null;
  }
  // Spanish "mar" is Tuesday and March: the place that is still free decides.
  for (const { month, weekday } of unsure.toReversed()) {
    if (found.month === null) found.month = month;
    else if (found.weekday === null) found.weekday = weekday;
    else return null;
  }
  return found;
}

function monthOf(word: string, words: DateWords): number | undefined {
  const exact = words.months.get(word);
  if (exact !== undefined || word.length < 3) return exact;
  const fitting = new Set(words.longMonths.filter(([name]) => name.startsWith(word)).map(([, month]) => month));
  return fitting.size === 1 ? [...fitting][0] : undefined;
}

/** Midnight and noon are 12 on a clock of twelve hours. Without a word for the half of the day the clock has 24 hours. */
function to24Hours(hour: number, period: "am" | "pm" | null): number | null {
  if (period === null) return hour;
  if (hour < 1) return null;
  if (hour > 12) return period === "pm" ? hour : null;
  return (hour % 12) + (period === "pm" ? 12 : 0);
}

type Day = Pick<LocalDate, "year" | "month" | "day">;

function fromNamedMonth(numbers: string[], month: number): Day | null {
  if (numbers.length !== 2) return null;
  const year = numbers.find((number) => number.length === 4);
  const day = numbers.find((number) => number.length <= 2);
  return year === undefined || day === undefined ? null : { year: Number(year), month, day: Number(day) };
}

function fromFigures(numbers: string[], text: string, eastAsian: boolean, words: DateWords, weekday: number | null): Day | null {
  if (numbers.length !== 3) return null;
  const [first, second, third] = numbers.map(Number) as [number, number, number];
  const yearFirst = numbers[0]!.length === 4;
  const yearLast = numbers[2]!.length === 4;
  if (yearFirst === yearLast) return null; // two figures for the year are never guessed at
  const dayFirst: Day = { year: third, month: second - 1, day: first };
  const monthFirst: Day = { year: third, month: first - 1, day: second };
  if (yearFirst) return { year: first, month: second - 1, day: third };
  if (eastAsian) return null;
  // Dots stand between figures only in languages that begin with the day.
  if (/^\D*\d{1,2}\. ?\d{1,2}\. ?\d{4}/.test(text)) return dayFirst;
  if (words.numericOrder === "dmy") return dayFirst;
  if (words.numericOrder === "mdy") return monthFirst;
  const possible = [dayFirst, monthFirst].filter((day) => isReal(day) && (weekday === null || weekdayOf(day) === weekday));
  if (possible.length === 2 && first === second) return dayFirst;
  return possible.length === 1 ? possible[0]! : null;
}

function isReal({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month, day));
  return year >= 1990 && year <= 2100 && date.getUTCMonth() === month && date.getUTCDate() === day;
}

function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month, day)).getUTCDay();
}

/** The page's wall clock is the browser's. An hour that does not exist, or exists twice, has no instant. */
function toIso({ year, month, day, hour, minute }: LocalDate): string | null {
  if (hour === null) return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
  const date = new Date(year, month, day, hour, minute);
  const shows = (candidate: Date) => candidate.getDate() === day && candidate.getHours() === hour && candidate.getMinutes() === minute;
  const twin = [-60, -30, 30, 60].some((minutes) => shows(new Date(date.getTime() + minutes * 60_000)));
  return shows(date) && !twin ? date.toISOString().replace(".000Z", "Z") : null;
}

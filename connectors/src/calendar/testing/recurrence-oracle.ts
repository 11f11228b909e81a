import fc from "fast-check";
import { Temporal } from "temporal-polyfill";

/**
 * A second recurrence engine for tests, by brute force and on purpose without anything of ours: it walks over every day (or every period
 * of an hour, minute, second) with Temporal and asks RFC 5545's table for each. Slow, and plain enough to be read against the standard.
 */

/** Parts as text, so that the oracle reads the rule by itself. */
export type RuleParts = Record<string, string>;

export function ruleText(parts: RuleParts): string {
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${value}`)
    .join(";");
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** All moments that the rule names from `start` to `until`, `YYYY-MM-DDTHH:mm:ss`, for FREQ of a day or longer. */
export function bruteForce(parts: RuleParts, start: string, until: string): string[] {
  const dtstart = Temporal.PlainDateTime.from(start);
  const numbers = (key: string) => (parts[key] === undefined ? [] : parts[key].split(",").map(Number));
  const weekStart = WEEKDAYS.indexOf(parts["WKST"] ?? "MO") + 1;
  const interval = Number(parts["INTERVAL"] ?? 1);
  const byDay = (parts["BYDAY"] ?? "").split(",").filter(Boolean);
  const end = Temporal.PlainDateTime.from(until);

  const firstOfPeriod = (date: Temporal.PlainDate): Temporal.PlainDate => {
    if (parts["FREQ"] === "YEARLY") return date.with({ month: 1, day: 1 });
    if (parts["FREQ"] === "MONTHLY") return date.with({ day: 1 });
    if (parts["FREQ"] === "WEEKLY") return date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 });
    return date;
  };
  const unit = { YEARLY: "years", MONTHLY: "months", WEEKLY: "weeks", DAILY: "days" }[parts["FREQ"]!] as
    | "years"
    | "months"
    | "weeks"
    | "days";

  const months = numbers("BYMONTH");
  const monthDays = numbers("BYMONTHDAY");
  const yearDays = numbers("BYYEARDAY");
  const weekNumbers = numbers("BYWEEKNO");
  const noDayPart = byDay.length === 0 && monthDays.length === 0 && yearDays.length === 0;
  const matches = (date: Temporal.PlainDate): boolean => {
    const signed = (list: number[], position: number, length: number) =>
      list.length === 0 || list.includes(position) || list.includes(position - length - 1);
    if (months.length > 0 && !months.includes(date.month)) return false;
    if (!signed(monthDays, date.day, date.daysInMonth)) return false;
    if (!signed(yearDays, date.dayOfYear, date.daysInYear)) return false;
    if (weekNumbers.length > 0) {
      const { week, weeks } = weekOf(date, weekStart);
      if (!signed(weekNumbers, week, weeks)) return false;
      if (noDayPart && date.dayOfWeek !== dtstart.dayOfWeek) return false;
    } else if (noDayPart) {
      if (parts["FREQ"] === "WEEKLY" && date.dayOfWeek !== dtstart.dayOfWeek) return false;
      if (parts["FREQ"] === "MONTHLY" && date.day !== dtstart.day) return false;
      if (parts["FREQ"] === "YEARLY" && (date.day !== dtstart.day || (!parts["BYMONTH"] && date.month !== dtstart.month))) return false;
    }
    return byDay.length === 0 || byDay.some((item) => matchesWeekday(item, date));
  };

  const matchesWeekday = (item: string, date: Temporal.PlainDate): boolean => {
    if (WEEKDAYS[date.dayOfWeek - 1] !== item.slice(-2)) return false;
    const ordinal = Number(item.slice(0, -2));
    if (ordinal === 0) return true;
    // Counted day by day, not computed.
    const inYear = parts["FREQ"] === "YEARLY" && !parts["BYMONTH"];
    const same = (other: Temporal.PlainDate) => other.year === date.year && (inYear || other.month === date.month);
    let count = 0;
    for (let day = date; same(day); day = ordinal > 0 ? day.subtract({ weeks: 1 }) : day.add({ weeks: 1 })) count += 1;
    return count === Math.abs(ordinal);
  };

  const times: Temporal.PlainTime[] = [];
  for (const hour of parts["BYHOUR"] ? numbers("BYHOUR") : [dtstart.hour])
    for (const minute of parts["BYMINUTE"] ? numbers("BYMINUTE") : [dtstart.minute])
      for (const second of parts["BYSECOND"] ? numbers("BYSECOND") : [dtstart.second])
        times.push(new Temporal.PlainTime(hour, minute, second));
  times.sort((a, b) => Temporal.PlainTime.compare(a, b));

  const found: string[] = [];
  for (let index = 0; ; index += 1) {
    const first = firstOfPeriod(dtstart.toPlainDate()).add({ [unit]: index * interval });
    if (Temporal.PlainDate.compare(first, end.toPlainDate()) > 0) break;
    const next = first.add({ [unit]: 1 });
    let set: Temporal.PlainDateTime[] = [];
    for (let day = first; Temporal.PlainDate.compare(day, next) < 0; day = day.add({ days: 1 })) {
      if (matches(day)) set.push(...times.map((time) => day.toPlainDateTime(time)));
    }
    if (parts["BYSETPOS"]) {
      const positions = numbers("BYSETPOS");
      set = set.filter((_, at) => positions.includes(at + 1) || positions.includes(at - set.length));
    }
    for (const time of set) {
      if (Temporal.PlainDateTime.compare(time, dtstart) < 0 || Temporal.PlainDateTime.compare(time, end) > 0) continue;
      found.push(time.toString({ smallestUnit: "second" }));
    }
  }
  return parts["COUNT"] ? found.slice(0, Number(parts["COUNT"])) : found;
}

/** Week number by counting: week 1 is the first one with at least four of its days in the year. */
function weekOf(date: Temporal.PlainDate, weekStart: number): { week: number; weeks: number } {
  const firstDay = date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 });
  const year = firstDay.add({ days: 3 }).year;
  const count = (to: Temporal.PlainDate) => {
    let weeks = 0;
    for (let day = to; day.add({ days: 3 }).year === year; day = day.subtract({ weeks: 1 })) weeks += 1;
    return weeks;
  };
  let last = firstDay;
  while (last.add({ days: 10 }).year === year) last = last.add({ weeks: 1 });
  return { week: count(firstDay), weeks: count(last) };
}

/** Occurrences of HOURLY, MINUTELY and SECONDLY rules: every period from DTSTART on is looked at. */
export function bruteForceWithinDays(parts: RuleParts, start: string, until: string): string[] {
  const dtstart = Temporal.PlainDateTime.from(start);
  const end = Temporal.PlainDateTime.from(until);
  const has = (key: string, value: number) => parts[key] === undefined || parts[key].split(",").map(Number).includes(value);
  const unit = { HOURLY: "hours", MINUTELY: "minutes", SECONDLY: "seconds" }[parts["FREQ"]!] as "hours" | "minutes" | "seconds";
  const smallest = { hours: "hour", minutes: "minute", seconds: "second" }[unit] as "hour" | "minute" | "second";
  const list = (key: string, implied: number) => (parts[key] ? parts[key].split(",").map(Number) : [implied]);
  const found: string[] = [];
  for (let index = 0; ; index += 1) {
    const period = dtstart.round({ smallestUnit: smallest, roundingMode: "floor" }).add({ [unit]: index * Number(parts["INTERVAL"] ?? 1) });
    if (Temporal.PlainDateTime.compare(period, end) > 0) break;
    if (!has("BYMONTH", period.month) || !has("BYMONTHDAY", period.day) || !has("BYHOUR", period.hour)) continue;
    if (parts["BYDAY"] && !parts["BYDAY"].split(",").includes(WEEKDAYS[period.dayOfWeek - 1]!)) continue;
    if (unit !== "hours" && !has("BYMINUTE", period.minute)) continue;
    if (unit === "seconds" && !has("BYSECOND", period.second)) continue;
    const minutes = unit === "hours" ? list("BYMINUTE", dtstart.minute) : [period.minute];
    const seconds = unit === "seconds" ? [period.second] : list("BYSECOND", dtstart.second);
    const set = minutes
      .flatMap((minute) => seconds.map((second) => period.with({ minute, second })))
      .toSorted((a, b) => Temporal.PlainDateTime.compare(a, b));
    for (const time of set) {
      if (Temporal.PlainDateTime.compare(time, dtstart) < 0 || Temporal.PlainDateTime.compare(time, end) > 0) continue;
      found.push(time.toString({ smallestUnit: "second" }));
    }
  }
  return parts["COUNT"] ? found.slice(0, Number(parts["COUNT"])) : found;
}

const numberList = (values: readonly number[], maxLength = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength }).map((list) => list.join(","));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const signedRange = (to: number) => [...range(1, to), ...range(-to, -1)];

const maybe = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Random rules with the parts that RFC 5545 allows for their FREQ. */
export function ruleArbitrary(frequency: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY"): fc.Arbitrary<RuleParts> {
  const plainDays = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 3 }).map((days) => days.join(","));
  const ordinals = frequency === "MONTHLY" ? [1, 2, 3, 4, 5, -1, -2, -5] : [1, 2, 20, 52, 53, -1, -3, -53];
  const ordinalDays = fc
    .uniqueArray(
      fc.tuple(fc.constantFrom(...ordinals), fc.constantFrom(...WEEKDAYS)).map(([ordinal, day]) => `${ordinal}${day}`),
      { minLength: 1, maxLength: 3 },
    )
    .map((days) => days.join(","));
  const yearly = frequency === "YEARLY";
  return fc
    .record({
      INTERVAL: maybe(fc.integer({ min: 1, max: 4 }).map(String)),
      WKST: maybe(fc.constantFrom("MO", "SU", "WE")),
      BYMONTH: maybe(numberList(range(1, 12))),
      BYMONTHDAY: frequency === "WEEKLY" ? fc.constant(undefined) : maybe(numberList(signedRange(31))),
      BYYEARDAY: yearly ? maybe(numberList([1, 59, 60, 61, 100, 365, 366, -1, -60, -366])) : fc.constant(undefined),
      BYWEEKNO: yearly ? maybe(numberList([1, 2, 20, 51, 52, 53, -1, -2, -53])) : fc.constant(undefined),
      BYDAY: frequency === "MONTHLY" || yearly ? fc.oneof(maybe(plainDays), maybe(ordinalDays)) : maybe(plainDays),
      BYHOUR: maybe(numberList(range(0, 23), 2)),
      BYMINUTE: maybe(numberList([0, 15, 30, 59], 2)),
      BYSETPOS: maybe(numberList([1, 2, 3, -1, -2], 2)),
      COUNT: maybe(fc.integer({ min: 1, max: 30 }).map(String)),
    })
    .map((record) => {
      const parts: RuleParts = { FREQ: frequency };
      for (const [key, value] of Object.entries(record)) if (value !== undefined) parts[key] = value;
      // Section 3.3.10: BYWEEKNO and ordinals exclude each other, BYSETPOS needs another part.
      if (parts["BYWEEKNO"] && /\d/.test(parts["BYDAY"] ?? "")) delete parts["BYWEEKNO"];
      if (!Object.keys(parts).some((key) => key.startsWith("BY") && key !== "BYSETPOS")) delete parts["BYSETPOS"];
      return parts;
    });
}

export function shortRuleArbitrary(frequency: "HOURLY" | "MINUTELY" | "SECONDLY"): fc.Arbitrary<RuleParts> {
  return fc
    .record({
      INTERVAL: fc.integer({ min: 1, max: 100 }).map(String),
      BYMONTH: maybe(numberList(range(1, 12), 6)),
      BYMONTHDAY: maybe(numberList(range(1, 31), 10)),
      BYDAY: maybe(fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 3 }).map((days) => days.join(","))),
      BYHOUR: maybe(numberList(range(0, 23), 4)),
      BYMINUTE: maybe(numberList(range(0, 59), 4)),
      BYSECOND: maybe(numberList(range(0, 59), 4)),
      COUNT: maybe(fc.integer({ min: 1, max: 30 }).map(String)),
    })
    .map((record) => {
      const parts: RuleParts = { FREQ: frequency };
      for (const [key, value] of Object.entries(record)) if (value !== undefined) parts[key] = value;
      return parts;
    });
}

export const startArbitrary: fc.Arbitrary<string> = fc
  .record({
    year: fc.integer({ min: 1995, max: 2030 }),
    day: fc.integer({ min: 1, max: 366 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.constantFrom(0, 15, 30, 59),
  })
  .map(({ year, day, hour, minute }) =>
    new Temporal.PlainDateTime(year, 1, 1, hour, minute).add({ days: day - 1 }).toString({ smallestUnit: "second" }),
  );

import { parseTime, type WrittenTime } from "./values.ts";

export type Frequency = "SECONDLY" | "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
const FREQUENCIES: ReadonlySet<string> = new Set(["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);

/** One entry of BYDAY. `ordinal` 0 = every such weekday, else the n-th of the month or year, negative from its end. */
export interface WeekdayPosition {
  ordinal: number;
  /** 0 = Monday .. 6 = Sunday */
  weekday: number;
}

/** A recurrence rule (RFC 5545 section 3.3.10). Lists are ascending, each value once; an empty one means that the part is not given. */
export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  until: WrittenTime | null;
  byMonth: number[];
  byWeekNo: number[];
  byYearDay: number[];
  byMonthDay: number[];
  byDay: WeekdayPosition[];
  byHour: number[];
  byMinute: number[];
  bySecond: number[];
  bySetPos: number[];
  /** 0 = Monday .. 6 = Sunday */
  weekStart: number;
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

type NumberList = "byMonth" | "byWeekNo" | "byYearDay" | "byMonthDay" | "byHour" | "byMinute" | "bySecond" | "bySetPos";

/** Allowed ranges; `signed` parts count from the end when negative, and never are 0. */
const NUMBER_PARTS: ReadonlyMap<string, { key: NumberList; min: number; max: number; signed: boolean }> = new Map([
  ["BYMONTH", { key: "byMonth", min: 1, max: 12, signed: false }],
  ["BYWEEKNO", { key: "byWeekNo", min: 1, max: 53, signed: true }],
  ["BYYEARDAY", { key: "byYearDay", min: 1, max: 366, signed: true }],
  ["BYMONTHDAY", { key: "byMonthDay", min: 1, max: 31, signed: true }],
  ["BYHOUR", { key: "byHour", min: 0, max: 23, signed: false }],
  ["BYMINUTE", { key: "byMinute", min: 0, max: 59, signed: false }],
  ["BYSECOND", { key: "bySecond", min: 0, max: 60, signed: false }],
  ["BYSETPOS", { key: "bySetPos", min: 1, max: 366, signed: true }],
]);

/**
 * Reads the value of an RRULE or EXRULE.
 * @returns the rule, or null when it cannot be followed without guessing; `problems` says why, or which part was repaired
 */
export function parseRecurrenceRule(text: string): { rule: RecurrenceRule | null; problems: string[] } {
  const problems: string[] = [];
  const rule: Omit<RecurrenceRule, "frequency"> & { frequency: Frequency | null } = {
    frequency: null,
    interval: 1,
    count: null,
    until: null,
    byMonth: [],
    byWeekNo: [],
    byYearDay: [],
    byMonthDay: [],
    byDay: [],
    byHour: [],
    byMinute: [],
    bySecond: [],
    bySetPos: [],
    weekStart: 0,
  };
  let usable = true;
  const refuse = (reason: string) => {
    usable = false;
    problems.push(reason);
  };

  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    const key = part.slice(0, Math.max(equals, 0)).trim().toUpperCase();
    const value = part
      .slice(equals + 1)
      .trim()
      .toUpperCase();
    const numbers = NUMBER_PARTS.get(key);
    if (numbers) {
      const list = parseNumbers(value, numbers);
      if (list === null) refuse(`${key}=${value} is out of range`);
      else rule[numbers.key] = key === "BYSECOND" ? [...new Set(list.map((second) => Math.min(second, 59)))] : list;
    } else if (key === "FREQ") {
      if (FREQUENCIES.has(value)) rule.frequency = value as Frequency;
      else refuse(`FREQ=${value} is unknown`);
    } else if (key === "INTERVAL" || key === "COUNT") {
      const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
      if (number < 1) problems.push(`${key}=${value} ignored`);
      else rule[key === "COUNT" ? "count" : "interval"] = number;
    } else if (key === "UNTIL") {
      rule.until = parseTime(value);
      if (rule.until === null) refuse(`UNTIL=${value} is not a time`);
    } else if (key === "BYDAY") {
      const list = parseWeekdays(value);
      if (list === null) refuse(`BYDAY=${value} is not a list of weekdays`);
      else rule.byDay = list;
    } else if (key === "WKST") {
      const weekday = WEEKDAYS.indexOf(value);
      if (weekday < 0) problems.push(`WKST=${value} ignored`);
      else rule.weekStart = weekday;
    } else if (!(key === "RSCALE" && value === "GREGORIAN") && !(key === "SKIP" && value === "OMIT") && !key.startsWith("X-")) {
      // RFC 7529 changes which days are meant; an unknown part may do so too.
      refuse(`${part.trim()} is not supported`);
    }
  }
  const { frequency } = rule;
  if (frequency === null) {
    if (usable) problems.push("FREQ is missing");
    return { rule: null, problems };
  }
  return { rule: usable ? { ...rule, frequency } : null, problems };
}

function parseNumbers(value: string, range: { min: number; max: number; signed: boolean }): number[] | null {
  const numbers = new Set<number>();
  for (const item of value.split(",")) {
    if (item.trim() === "") continue;
    if (!/^\s*[+-]?\d{1,3}\s*$/.test(item)) return null;
    const number = Number(item);
    const size = range.signed ? Math.abs(number) : number;
    if (size < range.min || size > range.max) return null;
    numbers.add(number);
  }
  return [...numbers].toSorted((a, b) => a - b);
}

function parseWeekdays(value: string): WeekdayPosition[] | null {
  const positions = new Map<string, WeekdayPosition>();
  for (const item of value.split(",")) {
    if (item.trim() === "") continue;
    const match = /^\s*([+-]?\d{1,2})?\s*(MO|TU|WE|TH|FR|SA|SU)\s*$/.exec(item);
    const ordinal = Number(match?.[1] ?? 0);
    if (!match || Math.abs(ordinal) > 53 || (match[1] !== undefined && ordinal === 0)) return null;
    positions.set(`${ordinal}${match[2]}`, { ordinal, weekday: WEEKDAYS.indexOf(match[2]!) });
  }
  return [...positions.values()];
}

import type { RecurrenceRule } from "./recurrence-rule.ts";
import {
  DAY,
  HOUR,
  LAST_WALL,
  MINUTE,
  dateOfDay,
  dayNumber,
  daysInMonth,
  secondOfDay,
  wallDay,
  wallParts,
  weekdayOfDay,
} from "./wall-time.ts";
import type { WallTime } from "./wall-time.ts";

/** How much work may still be done. One step is one day or one time of day looked at. Shared by everything that runs on it. */
export interface Budget {
  steps: number;
}

/** Thrown when the budget is used up before the rule came to its end. */
export class BudgetExhausted extends Error {}

export interface OccurrenceOptions {
  /** Nothing before this is needed; a rule without COUNT skips there without counting through. */
  after?: WallTime;
  /** Last moment that may be an occurrence (UNTIL, or the end of what is asked for). */
  until?: WallTime;
  budget: Budget;
}

/**
 * The moments that a rule names, in ascending order, on the wall clock, from DTSTART on. DTSTART itself is among them only when it fits the
 * rule. Dates that do not exist (30 February) are left out.
 *
 * A rule goes period by period (its FREQ times INTERVAL). Each period has a list of days, each day the same list of times; a BYSETPOS
 * picks from their product by position. So nothing is ever collected, however large the rule.
 * @throws BudgetExhausted
 */
export function* occurrences(rule: RecurrenceRule, start: WallTime, options: OccurrenceOptions): Generator<WallTime> {
  const until = Math.min(options.until ?? LAST_WALL, LAST_WALL);
  const after = rule.count === null ? Math.max(options.after ?? start, start) : start;
  let left = rule.count ?? Infinity;
  for (const wall of candidates(rule, start, after, until, options.budget)) {
    if (wall > until) return;
    if (wall < after) continue;
    yield wall;
    left -= 1;
    if (left < 1) return;
  }
}

function candidates(rule: RecurrenceRule, start: WallTime, after: WallTime, until: WallTime, budget: Budget): Generator<WallTime> {
  switch (rule.frequency) {
    case "SECONDLY":
      return withinDays(rule, start, after, until, 1, budget);
    case "MINUTELY":
      return withinDays(rule, start, after, until, MINUTE, budget);
    case "HOURLY":
      return withinDays(rule, start, after, until, HOUR, budget);
    default:
      return wholeDays(rule, start, after, until, budget);
  }
}

function spend(budget: Budget, steps: number): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw new BudgetExhausted();
}

/** DAILY, WEEKLY, MONTHLY, YEARLY: periods made of whole days. */
function* wholeDays(rule: RecurrenceRule, start: WallTime, after: WallTime, until: WallTime, budget: Budget): Generator<WallTime> {
  const matches = dayFilter(rule, start);
  const times = timesOfDay(rule, secondOfDay(start));
  const first = Math.max(0, periodIndex(rule, start, after) - 1);
  for (let index = first; ; index += 1) {
    const [from, to] = period(rule, start, index * rule.interval);
    if (from * DAY > until) return;
    const days: number[] = [];
    for (const [first, next] of monthsOfYear(rule, start, from) ?? [[from, to] as const]) {
      spend(budget, 1 + next - first);
      for (let day = first; day < next; day += 1) if (matches(day)) days.push(day);
    }
    yield* pick(days, times, rule.bySetPos, after, budget);
  }
}

/** Index of the period (in steps of INTERVAL) that holds `wall`. */
function periodIndex(rule: RecurrenceRule, start: WallTime, wall: WallTime): number {
  const a = wallParts(start);
  const b = wallParts(wall);
  const weekOf = (time: WallTime) => Math.floor((wallDay(time) + 3 - rule.weekStart) / 7);
  switch (rule.frequency) {
    case "YEARLY":
      return Math.floor((b.year - a.year) / rule.interval);
    case "MONTHLY":
      return Math.floor((b.year * 12 + b.month - (a.year * 12 + a.month)) / rule.interval);
    case "WEEKLY":
      return Math.floor((weekOf(wall) - weekOf(start)) / rule.interval);
    default:
      return Math.floor((wallDay(wall) - wallDay(start)) / rule.interval);
  }
}

/** The days [from, to) of the period that lies `offset` years, months, weeks or days after the one of DTSTART. */
function period(rule: RecurrenceRule, start: WallTime, offset: number): [from: number, to: number] {
  const { year, month } = wallParts(start);
  switch (rule.frequency) {
    case "YEARLY":
      return [dayNumber(year + offset, 1, 1), dayNumber(year + offset + 1, 1, 1)];
    case "MONTHLY":
      return [dayNumber(year, month + offset, 1), dayNumber(year, month + offset + 1, 1)];
    case "WEEKLY": {
      const day = wallDay(start);
      const monday = day - ((weekdayOfDay(day) - rule.weekStart + 7) % 7) + offset * 7;
      return [monday, monday + 7];
    }
    default:
      return [wallDay(start) + offset, wallDay(start) + offset + 1];
  }
}

/** For a yearly rule that names or implies its months: those months, because the other days need not be looked at. */
function monthsOfYear(rule: RecurrenceRule, start: WallTime, firstDay: number): [from: number, to: number][] | null {
  if (rule.frequency !== "YEARLY") return null;
  const { byMonth } = withImpliedDays(rule, start);
  const { year } = dateOfDay(firstDay);
  return byMonth.length === 0 ? null : byMonth.map((month) => [dayNumber(year, month, 1), dayNumber(year, month + 1, 1)]);
}

/** The product of days and times in order, or the positions of it that BYSETPOS names. */
function* pick(days: number[], times: TimesOfDay, positions: number[], after: WallTime, budget: Budget): Generator<WallTime> {
  if (positions.length === 0) {
    for (const day of days) {
      if ((day + 1) * DAY <= after) continue;
      for (let index = 0; index < times.length; index += 1) {
        spend(budget, 1);
        yield day * DAY + times.at(index);
      }
    }
    return;
  }
  const total = days.length * times.length;
  const indexes = new Set(positions.map((position) => (position > 0 ? position - 1 : total + position)));
  for (const index of [...indexes].filter((at) => at >= 0 && at < total).toSorted((a, b) => a - b)) {
    spend(budget, 1);
    yield days[Math.floor(index / times.length)]! * DAY + times.at(index % times.length);
  }
}

/** HOURLY, MINUTELY, SECONDLY: periods of `unit` seconds inside a day. A day or hour that the rule leaves out is jumped over. */
function* withinDays(
  rule: RecurrenceRule,
  start: WallTime,
  after: WallTime,
  until: WallTime,
  unit: number,
  budget: Budget,
): Generator<WallTime> {
  const matches = dayFilter(rule, start);
  const times = timesOfDay(rule, secondOfDay(start), unit);
  const length = unit * rule.interval;
  const base = Math.floor(start / unit) * unit;
  const indexAtOrAfter = (wall: WallTime) => Math.ceil((wall - base) / length);
  let index = Math.max(0, indexAtOrAfter(after) - 1);
  for (;;) {
    const from = base + index * length;
    if (from > until) return;
    spend(budget, 1);
    const { hour, minute, second } = wallParts(from);
    if (!matches(wallDay(from))) index = indexAtOrAfter((wallDay(from) + 1) * DAY);
    else if (rule.byHour.length > 0 && !rule.byHour.includes(hour)) index = indexAtOrAfter(Math.floor(from / HOUR) * HOUR + HOUR);
    else if (unit < HOUR && rule.byMinute.length > 0 && !rule.byMinute.includes(minute))
      index = indexAtOrAfter(Math.floor(from / MINUTE) * MINUTE + MINUTE);
    else {
      if (unit > 1 || rule.bySecond.length === 0 || rule.bySecond.includes(second)) {
        for (const wall of pick([0], times, rule.bySetPos, -Infinity, budget)) yield from + wall;
      }
      index += 1;
    }
  }
}

/** The times of a day in seconds, ascending. Computed by position, because a rule may name each second of a day. */
interface TimesOfDay {
  length: number;
  at(index: number): number;
}

/**
 * The product of BYHOUR, BYMINUTE and BYSECOND. Parts that are not given come from DTSTART. With `unit` only the parts below it expand
 * (for HOURLY: minutes and seconds), the others are fixed to 0.
 */
function timesOfDay(rule: RecurrenceRule, startSecond: number, unit = DAY): TimesOfDay {
  const hours = unit <= HOUR ? [0] : rule.byHour.length > 0 ? rule.byHour : [Math.floor(startSecond / HOUR)];
  const minutes = unit <= MINUTE ? [0] : rule.byMinute.length > 0 ? rule.byMinute : [Math.floor((startSecond % HOUR) / MINUTE)];
  const seconds = unit <= 1 ? [0] : rule.bySecond.length > 0 ? rule.bySecond : [startSecond % MINUTE];
  return {
    length: hours.length * minutes.length * seconds.length,
    at(index) {
      const second = seconds[index % seconds.length]!;
      const minute = minutes[Math.floor(index / seconds.length) % minutes.length]!;
      const hour = hours[Math.floor(index / (seconds.length * minutes.length))]!;
      return hour * HOUR + minute * MINUTE + second;
    },
  };
}

/** Whether a day belongs to the rule: all BY parts that speak of days, and what DTSTART implies where they are silent. */
function dayFilter(rule: RecurrenceRule, start: WallTime): (day: number) => boolean {
  const given = withImpliedDays(rule, start);
  const months = new Set(given.byMonth);
  const ordinalsInYear = rule.frequency === "YEARLY" && rule.byMonth.length === 0;
  const ordinalsCount = rule.frequency === "YEARLY" || rule.frequency === "MONTHLY";

  return (day) => {
    const { year, month, day: monthDay } = dateOfDay(day);
    if (months.size > 0 && !months.has(month)) return false;
    if (given.byMonthDay.length > 0) {
      const length = daysInMonth(year, month);
      if (!given.byMonthDay.includes(monthDay) && !given.byMonthDay.includes(monthDay - length - 1)) return false;
    }
    if (given.byDay.length > 0) {
      const weekday = weekdayOfDay(day);
      const fits = given.byDay.some((position) => {
        if (position.weekday !== weekday) return false;
        if (position.ordinal === 0 || !ordinalsCount) return true;
        const [from, to] = ordinalsInYear
          ? [dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1)]
          : [day - monthDay + 1, day - monthDay + 1 + daysInMonth(year, month)];
        const ordinal = position.ordinal > 0 ? Math.floor((day - from) / 7) + 1 : -Math.floor((to - 1 - day) / 7) - 1;
        return ordinal === position.ordinal;
      });
      if (!fits) return false;
    }
    if (given.byYearDay.length > 0) {
      const yearDay = day - dayNumber(year, 1, 1) + 1;
      const length = dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1);
      if (!given.byYearDay.includes(yearDay) && !given.byYearDay.includes(yearDay - length - 1)) return false;
    }
    if (given.byWeekNo.length > 0) {
      const { week, weeks } = weekOfYear(day, rule.weekStart);
      if (!given.byWeekNo.includes(week) && !given.byWeekNo.includes(week - weeks - 1)) return false;
    }
    return true;
  };
}

/** Information that the rule does not hold comes from DTSTART (RFC 5545 section 3.3.10): the weekday, the day of month, the month. */
function withImpliedDays(
  rule: RecurrenceRule,
  start: WallTime,
): Pick<RecurrenceRule, "byMonth" | "byMonthDay" | "byDay" | "byYearDay" | "byWeekNo"> {
  const { byMonth, byMonthDay, byDay, byYearDay } = rule;
  const byWeekNo = rule.frequency === "YEARLY" ? rule.byWeekNo : [];
  const given = { byMonth, byMonthDay, byDay, byYearDay, byWeekNo };
  if (byDay.length > 0 || byMonthDay.length > 0 || byYearDay.length > 0) return given;
  const { month, day } = dateOfDay(wallDay(start));
  const weekday = { ordinal: 0, weekday: weekdayOfDay(wallDay(start)) };
  if (byWeekNo.length > 0 || rule.frequency === "WEEKLY") return { ...given, byDay: [weekday] };
  if (rule.frequency === "MONTHLY") return { ...given, byMonthDay: [day] };
  if (rule.frequency === "YEARLY") return { ...given, byMonthDay: [day], byMonth: byMonth.length > 0 ? byMonth : [month] };
  return given;
}

/** Week number of a day and the number of weeks in that week's year: week 1 is the first with at least four days in the year. */
function weekOfYear(day: number, weekStart: number): { week: number; weeks: number } {
  const { year } = dateOfDay(day);
  const firstWeek = (of: number) => {
    const fourth = dayNumber(of, 1, 4);
    return fourth - ((weekdayOfDay(fourth) - weekStart + 7) % 7);
  };
  const weekYear = day < firstWeek(year) ? year - 1 : day >= firstWeek(year + 1) ? year + 1 : year;
  const from = firstWeek(weekYear);
  return { week: Math.floor((day - from) / 7) + 1, weeks: (firstWeek(weekYear + 1) - from) / 7 };
}

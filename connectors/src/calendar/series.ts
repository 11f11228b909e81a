import { isDateOnly, type EventZones } from "./event-zones.ts";
import { occurrences, type Budget } from "./recurrence.ts";
import { parseRecurrenceRule, type RecurrenceRule } from "./recurrence-rule.ts";
import type { CalendarEvent, SeriesDetails } from "./shapes.ts";
import type { Zone } from "./time-zones.ts";
import { DAY, LAST_WALL, formatDate, formatWall, parseIsoWall, secondOfDay, wallDay, type WallTime } from "./wall-time.ts";

/** An event that repeats. */
export type SeriesEvent = CalendarEvent & { start: string; series: SeriesDetails };

export function isSeries(event: CalendarEvent): event is SeriesEvent {
  return event.series !== null && event.start !== null;
}

/** One member of a recurrence set, before overrides. */
export interface Original {
  /** On the wall of the series' zone. */
  wall: WallTime;
  instant: number;
  /** End of an RDATE that is a period. */
  end: string | null;
}

export interface SeriesWindow {
  /** Instants: originals outside of [from, to] are left out. */
  from: number;
  to: number;
  budget: Budget;
}

/**
 * The recurrence set of a series in a window, in no particular order, each start once: DTSTART, RRULEs and RDATEs without EXDATEs and
 * EXRULEs. A rule that cannot be followed adds nothing.
 * @throws BudgetExhausted
 */
export function* originalStarts(event: SeriesEvent, zones: EventZones, window: SeriesWindow): Generator<Original> {
  const zone = zones.of(event);
  const { series } = event;
  const start = parseIsoWall(series.start);
  // A day more on the wall: where the clock jumps, local times are not in the order of their instants.
  const after = zone.toWall(window.from) - DAY;
  const until = Math.min(zone.toWall(window.to) + DAY, LAST_WALL);
  const { budget } = window;

  const excluded = new Set<WallTime>();
  const excludedDays = new Set<number>();
  for (const time of series.exclusions) {
    const wall = zones.wall(time, zone);
    if (isDateOnly(time) || event.allDay) excludedDays.add(wallDay(wall));
    else excluded.add(wall);
  }
  for (const text of series.exclusionRules) {
    const { rule } = parseRecurrenceRule(text);
    if (!rule) continue;
    const options = { after, until: earlier(until, untilOf(rule, event, zone)), budget };
    for (const wall of occurrences(rule, start, options)) excluded.add(wall);
  }

  const seen = new Set<number>();
  for (const [wall, end] of members(start, after, until)) {
    if (excluded.has(wall) || excludedDays.has(wallDay(wall))) continue;
    const instant = zone.toInstant(wall);
    // Two local times around a change of the clock may be one instant.
    if (instant < window.from || instant > window.to || seen.has(instant)) continue;
    seen.add(instant);
    yield { wall, instant, end };
  }

  function* members(first: WallTime, afterWall: WallTime, untilWall: WallTime): Generator<[WallTime, string | null]> {
    // Periods first: where an RDATE repeats an instance of the rule, its own end counts.
    for (const { start: time, end } of series.additions) {
      const wall = additionWall(time);
      if (wall >= afterWall && wall <= untilWall) yield [wall, end];
    }
    const rules = (event.recurrence ?? "").split("\n").flatMap((text) => parseRecurrenceRule(text).rule ?? []);
    // DTSTART is an instance also when its rule does not name it (RFC 5545 section 3.8.5.3); COUNT then does not count it, as in Apple's
    // calendar and dateutil.
    if (first >= afterWall && first <= untilWall) yield [first, null];
    for (const rule of rules) {
      const options = { after: afterWall, until: earlier(untilWall, untilOf(rule, event, zone)), budget };
      for (const wall of occurrences(rule, first, options)) yield [wall, null];
    }
  }

  /** An RDATE that is a date in a series of times has the series' time of day, one that is a time in a series of dates its date. */
  function additionWall(time: string): WallTime {
    const wall = zones.wall(time, zone);
    if (event.allDay) return wallDay(wall) * DAY;
    return isDateOnly(time) ? wall + secondOfDay(start) : wall;
  }
}

function earlier(a: WallTime, b: WallTime | null): WallTime {
  return b === null ? a : Math.min(a, b);
}

/** UNTIL on the wall of the series. A date in a series of times means the whole of that day. */
function untilOf(rule: RecurrenceRule, event: SeriesEvent, zone: Zone): WallTime | null {
  if (rule.until === null) return null;
  const { wall, isUtc, isDate } = rule.until;
  if (isDate && !event.allDay) return wall + DAY - 1;
  return isUtc ? zone.toWall(wall) : wall;
}

/** The instance of a series at one of its original starts. */
export function instanceAt(event: SeriesEvent, original: Original, zones: EventZones): CalendarEvent {
  const end = original.end ?? endAt(event, original.wall, original.instant, zones);
  return asInstance(event, {
    start: formatAt(event, original.wall, original.instant),
    end,
    recurrenceId: formatAt(event, original.wall, original.instant),
  });
}

/**
 * The instance that a RANGE=THISANDFUTURE override makes of a later original start: moved by as much as the override moved its own
 * instance, with the override's length and properties.
 */
export function shiftedInstance(override: SeriesEvent, original: Original, series: SeriesEvent, zones: EventZones): CalendarEvent {
  const zone = zones.of(override);
  const shift = parseIsoWall(override.series.start) - zones.wall(override.recurrenceId ?? override.start, zone);
  const wall = (series.allDay ? original.wall : zone.toWall(original.instant)) + shift;
  const instant = zone.toInstant(wall);
  return asInstance(override, {
    start: formatAt(override, wall, instant),
    end: endAt(override, wall, instant, zones),
    recurrenceId: formatAt(series, original.wall, original.instant),
  });
}

function asInstance(event: CalendarEvent, times: Pick<CalendarEvent, "start" | "end" | "recurrenceId">): CalendarEvent {
  return { ...event, ...times, recurrence: null, series: null };
}

function formatAt(event: CalendarEvent, wall: WallTime, instant: number): string {
  if (event.allDay) return formatDate(wall);
  return event.timeZone === null ? formatWall(wall) : `${formatWall(instant)}Z`;
}

/** Exact lengths are added to the instant, nominal days to the wall clock. */
function endAt(event: SeriesEvent, wall: WallTime, instant: number, zones: EventZones): string {
  const { duration } = event.series;
  if ("exact" in duration)
    return event.allDay || event.timeZone === null
      ? formatAt(event, wall + duration.exact, 0)
      : formatAt(event, 0, instant + duration.exact);
  const moved = wall + duration.days * DAY;
  return formatAt(event, moved + duration.seconds, zones.of(event).toInstant(moved) + duration.seconds);
}

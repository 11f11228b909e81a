import { EventZones } from "./event-zones.ts";
import { Problems, quote } from "./problems.ts";
import { BudgetExhausted, type Budget } from "./recurrence.ts";
import { instanceAt, isSeries, originalStarts, shiftedInstance, type Original, type SeriesEvent } from "./series.ts";
import type { CalendarEvent, ParsedCalendar } from "./shapes.ts";
import { formatInstant, parseInstant } from "./time-zones.ts";
import { DAY, formatDate } from "./wall-time.ts";

/** Instances of one series in one expansion; a series that needs more is a bomb (RFC 4791 section 11) or a mistake. */
export const MAX_INSTANCES_OF_SERIES = 2000;
/** Instances of all series of one calendar together. */
export const MAX_INSTANCES = 20_000;
/** Steps of the recurrence engine for one series and for all of a calendar: the work is bounded without looking at a clock. */
const STEPS_OF_SERIES = 200_000;
const STEPS_OF_CALENDAR = 2_000_000;

export interface ExpansionWindow {
  /** ISO instants: instances that overlap [from, to) are returned. Throws a RangeError when they are not instants. */
  from: string;
  to: string;
  /** IANA zone in which dates and floating times are compared with the window when the calendar names none. Default UTC. */
  timeZone?: string | null;
}

/**
 * The instances of a calendar's events in a window, ordered by start: single events, and of each series its recurrence set (RRULE and
 * RDATE without EXDATE and EXRULE) with the overridden instances in their place, RANGE=THISANDFUTURE included. An instance of a series has
 * `recurrenceId` = its original start, and null for `recurrence` and `series`. A cancelled instance stays, with that status.
 *
 * A local time that the clock skips or repeats is read as RFC 5545 reads a written one, so a series keeps its instance on such a day.
 * Whatever the rules are, the work is bounded; what had to be left out is named in `problems`.
 */
export function expandEvents(calendar: ParsedCalendar, window: ExpansionWindow): { instances: CalendarEvent[]; problems: string[] } {
  const problems = new Problems();
  const expansion: Expansion = {
    zones: new EventZones(calendar, window.timeZone),
    from: parseInstant(window.from),
    to: parseInstant(window.to),
    steps: STEPS_OF_CALENDAR,
    instancesLeft: MAX_INSTANCES,
    problems,
  };
  const placed = groupByUid(calendar.events, problems).flatMap((group) => expandGroup(group, expansion));
  return { instances: placed.toSorted((a, b) => a.from - b.from).map(({ event }) => event), problems: problems.list() };
}

interface Expansion {
  zones: EventZones;
  from: number;
  to: number;
  steps: number;
  instancesLeft: number;
  problems: Problems;
}

/** All versions and parts of one event. */
interface Group {
  uid: string | null;
  masters: CalendarEvent[];
  overrides: CalendarEvent[];
}

function groupByUid(events: CalendarEvent[], problems: Problems): Group[] {
  const groups = new Map<string, Group>();
  const withoutUid: Group[] = [];
  for (const event of events) {
    if (event.uid === null) {
      withoutUid.push({ uid: null, masters: [event], overrides: [] });
      continue;
    }
    let group = groups.get(event.uid);
    if (!group) groups.set(event.uid, (group = { uid: event.uid, masters: [], overrides: [] }));
    (event.recurrenceId === null ? group.masters : group.overrides).push(event);
  }
  for (const group of groups.values()) {
    group.masters = newest(group.masters, group.uid, problems);
    group.overrides = newest(group.overrides, group.uid, problems);
  }
  return [...groups.values(), ...withoutUid];
}

/**
 * Drops versions that a higher SEQUENCE, or with the same one a later DTSTAMP, replaces (RFC 5546 section 2.1.5). Different events under one
 * UID and one SEQUENCE, as feeds with careless UIDs have them, all stay.
 */
function newest(events: CalendarEvent[], uid: string | null, problems: Problems): CalendarEvent[] {
  if (events.length < 2) return events;
  const sequences = new Map<string | null, number>();
  for (const { recurrenceId, sequence } of events) sequences.set(recurrenceId, Math.max(sequence, sequences.get(recurrenceId) ?? 0));
  const kept = new Map<string, CalendarEvent>();
  for (const event of events) {
    if (event.sequence < sequences.get(event.recurrenceId)!) continue;
    const key = [event.recurrenceId, event.start, event.recurrence].join("|");
    const other = kept.get(key);
    if (!other || (event.stamp ?? "") >= (other.stamp ?? "")) kept.set(key, event);
  }
  if (kept.size < events.length) problems.add(`event ${quote(uid ?? "")}: ${events.length - kept.size} replaced versions left out`);
  return [...kept.values()];
}

/** An instance with its start in seconds since the epoch. */
interface Placed {
  event: CalendarEvent;
  from: number;
}

function expandGroup(group: Group, expansion: Expansion): Placed[] {
  const { zones, from, to, problems } = expansion;
  const placed: Placed[] = [];
  const inWindow = (event: CalendarEvent): Placed[] => {
    if (event.start === null) return [];
    const start = zones.instant(event.start);
    const end = zones.instant(event.end ?? event.start);
    return start < to && (end > from || start >= from) ? [{ event, from: start }] : [];
  };

  const overridden = new Set(group.overrides.map((event) => zones.key(event.recurrenceId!)));
  const isOverridden = (series: SeriesEvent, original: Original) =>
    (!series.allDay && overridden.has(formatInstant(original.instant))) || overridden.has(formatDate(original.wall));
  const shifts = shiftsOf(group.overrides, zones);

  for (const master of group.masters) {
    if (!isSeries(master)) {
      placed.push(...inWindow(master));
      continue;
    }
    const budget: Budget = { steps: Math.min(STEPS_OF_SERIES, expansion.steps) };
    const stepsBefore = budget.steps;
    let instances = 0;
    try {
      for (const original of originalStarts(master, zones, { ...reach(master, shifts, expansion), budget })) {
        if (isOverridden(master, original)) continue;
        const shift = shifts.findLast(({ at }) => at <= original.instant);
        const event = shift ? shiftedInstance(shift.override, original, master, zones) : instanceAt(master, original, zones);
        for (const instance of inWindow(event)) {
          if (instances === MAX_INSTANCES_OF_SERIES || expansion.instancesLeft === 0) throw new BudgetExhausted();
          placed.push(instance);
          instances += 1;
          expansion.instancesLeft -= 1;
        }
      }
    } catch (error) {
      if (!(error instanceof BudgetExhausted)) throw error;
      problems.add(`series ${quote(group.uid ?? "")}: too many repetitions, only ${instances} instances are shown`);
    }
    expansion.steps -= stepsBefore - Math.max(0, budget.steps);
  }
  // An override stands for itself, also when no rule makes its original start.
  for (const event of group.overrides) placed.push(...inWindow({ ...event, recurrence: null, series: null }));
  return placed;
}

interface Shift {
  override: SeriesEvent;
  /** Original starts from this instant on are moved. */
  at: number;
  /** By how much, in seconds. */
  by: number;
}

function shiftsOf(overrides: CalendarEvent[], zones: EventZones): Shift[] {
  return overrides
    .filter((event): event is SeriesEvent => isSeries(event) && event.series.thisAndFuture)
    .map((override) => {
      const at = zones.instant(override.recurrenceId!);
      return { override, at, by: zones.instant(override.start) - at };
    })
    .toSorted((a, b) => a.at - b.at);
}

/** Where originals may lie whose instances touch the window: earlier by the longest length and shift, later by the largest shift back. */
function reach(master: SeriesEvent, shifts: Shift[], { from, to, zones }: Expansion): { from: number; to: number } {
  let longest = lengthOf(master);
  let [back, ahead] = [0, 0];
  for (const { override, by } of shifts) {
    longest = Math.max(longest, lengthOf(override));
    back = Math.min(back, by);
    ahead = Math.max(ahead, by);
  }
  for (const { start, end } of master.series.additions) {
    if (end !== null) longest = Math.max(longest, zones.instant(end) - zones.instant(start));
  }
  return { from: from - longest - ahead, to: to - back };
}

function lengthOf({ series: { duration } }: SeriesEvent): number {
  // A nominal day may have an hour more than others.
  return "exact" in duration ? duration.exact : (duration.days + 1) * DAY + duration.seconds;
}

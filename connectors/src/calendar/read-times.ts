import { UTC, type CalendarZones, type NamedZone } from "./calendar-zones.ts";
import type { ContentLine } from "./content-lines.ts";
import { quote, type Problems } from "./problems.ts";
import type { SeriesDetails } from "./shapes.ts";
import { formatInstant } from "./time-zones.ts";
import { parseDuration, parseTime, type Duration } from "./values.ts";
import { DAY, formatDate, formatWall, secondOfDay, wallDay, type WallTime } from "./wall-time.ts";

/** A time of an event: on the wall of its zone. `zone` is null for dates and floating times. */
export interface EventTime {
  wall: WallTime;
  isDate: boolean;
  zone: NamedZone | null;
}

interface TimeContext {
  zones: CalendarZones;
  problems: Problems;
}

/** The value of a DATE or DATE-TIME property with its TZID; null, with a problem, when it is not a time. */
export function readTime(property: ContentLine, context: TimeContext): EventTime | null {
  return readTimeText(property.value, property, context);
}

/** One of the times of a property that may hold several. */
export function readTimeText(text: string, property: ContentLine, { zones, problems }: TimeContext): EventTime | null {
  const { name, line, params } = property;
  const written = parseTime(text);
  if (written === null) {
    problems.add(`line ${line}: ${name} ${quote(text)} is not a date or time`);
    return null;
  }
  if (written.irregular) problems.add(`line ${line}: ${name} ${quote(text)} is not in the form of iCalendar`);
  const valueType = params.get("VALUE")?.[0]?.toUpperCase();
  if (valueType === "DATE" && !written.isDate && secondOfDay(written.wall) === 0 && !written.isUtc) {
    problems.add(`line ${line}: ${name} is marked as a date but has a time`);
    return { wall: written.wall, isDate: true, zone: null };
  }
  if (written.isDate && valueType === "DATE-TIME") problems.add(`line ${line}: ${name} has no time, read as midnight`);
  else if (written.isDate) {
    if (valueType !== "DATE") problems.add(`line ${line}: ${name} is a date without VALUE=DATE`);
    return { wall: written.wall, isDate: true, zone: null };
  }
  if (written.isUtc) return { wall: written.wall, isDate: false, zone: UTC };
  const tzid = params.get("TZID")?.join(",").trim();
  return { wall: written.wall, isDate: false, zone: tzid ? zones.resolve(tzid) : zones.floatingZone };
}

/** Seconds since the epoch; a floating time or a date counts as if it were UTC, which is right for comparing within one kind. */
export function instantOf(time: EventTime): number {
  return time.zone ? time.zone.zone.toInstant(time.wall) : time.wall;
}

/** The forms of shapes.ts. */
export function formatTime(time: EventTime): string {
  if (time.isDate) return formatDate(time.wall);
  return time.zone ? formatInstant(instantOf(time)) : formatWall(time.wall);
}

export interface EventLength {
  end: EventTime;
  duration: SeriesDetails["duration"];
}

/** End and length of an event from DTEND or DURATION, or what RFC 5545 section 3.6.1 says when both are missing. */
export function readLength(
  start: EventTime,
  end: EventTime | null,
  durationProperty: ContentLine | undefined,
  label: string,
  problems: Problems,
): EventLength {
  if (end !== null) {
    if (durationProperty) problems.add(`${label}: DTEND and DURATION together, DTEND counts`);
    return lengthToEnd(start, alignEnd(start, end, label, problems), label, problems);
  }
  const duration = durationProperty ? parseDuration(durationProperty.value) : null;
  if (durationProperty && duration === null) {
    problems.add(`line ${durationProperty.line}: DURATION ${quote(durationProperty.value)} is not understood`);
  }
  if (duration === null) return lengthToEnd(start, start.isDate ? addDays(start, 1) : start, label, problems);
  if (duration.days < 0 || duration.seconds < 0) {
    problems.add(`${label}: DURATION is negative`);
    return lengthToEnd(start, start.isDate ? addDays(start, 1) : start, label, problems);
  }
  if (start.isDate)
    return lengthToEnd(start, addDays(start, Math.max(1, duration.days + Math.ceil(duration.seconds / DAY))), label, problems);
  return { end: addDuration(start, duration), duration };
}

/** Nominal days move the wall clock, exact seconds the instant (RFC 5545 section 3.3.6). */
export function addDuration(start: EventTime, duration: Duration): EventTime {
  const moved = addDays(start, duration.days);
  if (duration.seconds === 0 || !moved.zone) return { ...moved, wall: moved.wall + duration.seconds };
  // In UTC, because the sum may be a local time that occurs twice.
  return { wall: instantOf(moved) + duration.seconds, isDate: false, zone: UTC };
}

function addDays(time: EventTime, days: number): EventTime {
  return { ...time, wall: time.wall + days * DAY };
}

function lengthToEnd(start: EventTime, end: EventTime, label: string, problems: Problems): EventLength {
  const seconds = instantOf(end) - instantOf(start);
  if (seconds > 0 || (seconds === 0 && !start.isDate)) return { end, duration: { exact: seconds } };
  problems.add(
    seconds < 0 ? `${label}: ends before it starts, read without DTEND` : `${label}: DTEND of a whole day must be the day after it`,
  );
  return start.isDate ? { end: addDays(start, 1), duration: { exact: DAY } } : { end: start, duration: { exact: 0 } };
}

/** DTEND must be of the same kind as DTSTART (RFC 5545 section 3.8.2.2); where it is not, DTSTART decides. */
function alignEnd(start: EventTime, end: EventTime, label: string, problems: Problems): EventTime {
  if (start.isDate === end.isDate) return end;
  problems.add(`${label}: DTSTART and DTEND are not both dates or both times`);
  if (!start.isDate) return { wall: end.wall, isDate: false, zone: start.zone };
  const days = wallDay(end.wall) + (secondOfDay(end.wall) > 0 ? 1 : 0);
  return { wall: days * DAY, isDate: true, zone: null };
}

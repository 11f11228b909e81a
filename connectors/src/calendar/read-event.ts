import type { CalendarZones } from "./calendar-zones.ts";
import type { Component } from "./components.ts";
import type { ContentLine } from "./content-lines.ts";
import { OWN_MARKER, isOwnUid } from "./own-entry.ts";
import { quote, type Problems } from "./problems.ts";
import { readPeople } from "./read-people.ts";
import { readSeries } from "./read-series.ts";
import { formatTime, readLength, readTime, type EventTime } from "./read-times.ts";
import type { CalendarEvent, EventStatus } from "./shapes.ts";
import { textOf } from "./values.ts";
import { secondOfDay } from "./wall-time.ts";

/** What an event needs to know about the calendar that it stands in. */
export interface EventContext {
  zones: CalendarZones;
  problems: Problems;
  method: string | null;
}

/** Methods whose events may leave DTSTART out (RFC 5546 section 3.2). */
const START_OPTIONAL: ReadonlySet<string> = new Set(["REPLY", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"]);

/** One VEVENT. Throws a RangeError when its times lie outside of what can be computed. */
export function readEvent(component: Component, context: EventContext): CalendarEvent {
  const { problems, method } = context;
  const property = (name: string) => component.properties.find((candidate) => candidate.name === name);
  const text = (name: string) => {
    for (const candidate of component.properties) {
      const value = candidate.name === name ? textOf(candidate) : "";
      if (value.trim() !== "") return value;
    }
    return null;
  };
  const keyword = (name: string) => property(name)?.value.trim().toUpperCase() ?? "";

  const uid = text("UID")?.trim() ?? null;
  const label = uid === null ? "event without UID" : `event ${quote(uid)}`;
  if (uid === null) problems.add("event without UID");

  const startProperty = property("DTSTART");
  const endProperty = property("DTEND");
  let start = startProperty ? readTime(startProperty, context) : null;
  if (!startProperty && !START_OPTIONAL.has(method ?? "")) problems.add(`${label}: DTSTART is missing`);
  let end = endProperty ? readTime(endProperty, context) : null;
  if (keyword("X-MICROSOFT-CDO-ALLDAYEVENT") === "TRUE" && isMidnight(start) && isMidnight(end)) {
    // Outlook writes whole days as times at midnight and marks them.
    start = asDate(start);
    end = asDate(end);
  }
  const length = start ? readLength(start, end, property("DURATION"), label, problems) : null;
  let recurrenceId = property("RECURRENCE-ID") ? readTime(property("RECURRENCE-ID")!, context) : null;
  // Apple's calendar names the instance of an all-day series by its midnight.
  if (start?.isDate && isMidnight(recurrenceId)) recurrenceId = asDate(recurrenceId);
  const series = start && length ? readSeries(component, start, length.duration, context, label) : null;

  return {
    uid,
    recurrenceId: recurrenceId ? formatTime(recurrenceId) : null,
    sequence: readSequence(keyword("SEQUENCE")),
    start: start ? formatTime(start) : null,
    end: length ? formatTime(length.end) : end && formatTime(end),
    allDay: start?.isDate ?? false,
    timeZone: start && !start.isDate ? (start.zone?.name ?? null) : null,
    status: method === "CANCEL" ? "cancelled" : readStatus(keyword("STATUS")),
    summary: text("SUMMARY"),
    location: text("LOCATION"),
    ...readPeople(component, problems),
    recurrence: series && series.rules.length > 0 ? series.rules.join("\n") : null,
    description: text("DESCRIPTION"),
    comment: text("COMMENT"),
    url: text("URL"),
    busy: keyword("TRANSP") ? keyword("TRANSP") !== "TRANSPARENT" : keyword("X-MICROSOFT-CDO-BUSYSTATUS") !== "FREE",
    visibility: readVisibility(keyword("CLASS")),
    own: property(OWN_MARKER) !== undefined || isOwnUid(uid ?? ""),
    stamp: readStamp(property("DTSTAMP"), context),
    series: series?.details ?? null,
  };
}

function isMidnight(time: EventTime | null): boolean {
  return time === null || time.isDate || (secondOfDay(time.wall) === 0 && time.zone?.name !== "UTC");
}

function asDate(time: EventTime | null): EventTime | null {
  return time && { wall: time.wall, isDate: true, zone: null };
}

function readSequence(value: string): number {
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ["CONFIRMED", "confirmed"],
  ["TENTATIVE", "tentative"],
  ["CANCELLED", "cancelled"],
  ["CANCELED", "cancelled"],
]);

function readStatus(value: string): EventStatus | null {
  return STATUSES.get(value) ?? null;
}

/** A class that we do not know is private (RFC 5545 section 3.8.1.3). */
function readVisibility(value: string): CalendarEvent["visibility"] {
  if (value === "" || value === "PUBLIC") return "public";
  return value === "CONFIDENTIAL" ? "confidential" : "private";
}

function readStamp(property: ContentLine | undefined, context: EventContext): string | null {
  const time = property ? readTime(property, context) : null;
  return time && !time.isDate && time.zone ? formatTime(time) : null;
}

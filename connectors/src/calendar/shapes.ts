import type { ZoneRules } from "./time-zones.ts";

/**
 * What Kronika reads from an iCalendar object (RFC 5545), as plain data: the `inspect calendar` JSON and what the expansion of series needs.
 *
 * Times are strings:
 * - `2026-11-24T09:00:00Z`: an instant in UTC (the written zone is in `timeZone`)
 * - `2026-11-24`: a date, when `allDay`; `end` is the first day after it, as in iCalendar
 * - `2026-11-24T09:00:00`: a floating time (no zone was given), `timeZone` is null then
 */
export interface ParsedCalendar {
  /** iTIP method (RFC 5546) in upper case, null for a calendar that is not a message. */
  method: string | null;
  events: CalendarEvent[];
  /** X-WR-TIMEZONE as an IANA name: the zone in which floating times of this calendar are best read. */
  calendarTimeZone: string | null;
  /** Rules of the VTIMEZONEs that stand for no IANA zone; `timeZone` of an event may name one of them. */
  ownZones: ZoneRules[];
  /** What was wrong with the text and how it was read nevertheless. */
  problems: string[];
}

export type EventStatus = "confirmed" | "tentative" | "cancelled";
export type AttendeeResponse = "accepted" | "declined" | "tentative" | "none";

/** Someone named by an event. `address` is normalised; null when the calendar names no mailbox, then `uri` is what it says. */
export interface CalendarPerson {
  name: string | null;
  address: string | null;
  uri?: string;
  /** SENT-BY: who acts for this person, e.g. an assistant. Normalised; only when the calendar names a mailbox. */
  sentBy?: string;
}

export interface CalendarAttendee extends CalendarPerson {
  response: AttendeeResponse;
  /** CUTYPE, only when it is not a person. */
  type?: "group" | "resource" | "room";
  /** DELEGATED-TO: who goes instead. Normalised; only when there is somebody. */
  delegatedTo?: string[];
}

export interface CalendarEvent {
  uid: string | null;
  /** Original start of the instance that this is or replaces, in the form of `start`; null for a single event or a whole series. */
  recurrenceId: string | null;
  sequence: number;
  start: string | null;
  /** Stated, or what RFC 5545 section 3.6.1 says for a missing one: the start, or one day for a date. */
  end: string | null;
  allDay: boolean;
  /** IANA zone of `start` ("UTC" for times in UTC), an id of `ownZones`, or null for dates and floating times. */
  timeZone: string | null;
  status: EventStatus | null;
  summary: string | null;
  location: string | null;
  organizer: CalendarPerson | null;
  attendees: CalendarAttendee[];
  /** The RRULE, several joined by a line end; null for a single event. */
  recurrence: string | null;
  description: string | null;
  /** COMMENT: in a reply, the words of the attendee. */
  comment: string | null;
  url: string | null;
  /** False for TRANSP:TRANSPARENT: the event takes no time in the calendar. */
  busy: boolean;
  visibility: "public" | "private" | "confidential";
  /** True for an entry that Kronika wrote itself. */
  own: boolean;
  /** DTSTAMP, an instant. */
  stamp: string | null;
  series: SeriesDetails | null;
}

/** What the expansion needs beyond the instants: a series is defined on the wall clock of its zone. */
export interface SeriesDetails {
  /** DTSTART as written, `YYYY-MM-DDTHH:mm:ss`. */
  start: string;
  /** Length: exact seconds when DTEND gave it, nominal days and seconds when DURATION did (RFC 5545 section 3.8.5.3). */
  duration: { exact: number } | { days: number; seconds: number };
  /** EXRULE (RFC 2445). */
  exclusionRules: string[];
  /** RDATE, in the form of `start`; `end` when it was a period. */
  additions: { start: string; end: string | null }[];
  /** EXDATE, in the form of `start`; a date in a series of times leaves out that day. */
  exclusions: string[];
  /** RECURRENCE-ID;RANGE=THISANDFUTURE: this instance changes all later ones too. */
  thisAndFuture: boolean;
}

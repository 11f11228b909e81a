import type { Meeting } from "@kronika/core/interactions/meeting.ts";
import { clip } from "@kronika/core/safe-text.ts";
import { EventZones } from "./event-zones.ts";
import { expandEvents, type ExpansionWindow } from "./expand.ts";
import { isOwnEntry } from "./own-entry.ts";
import { parseCalendar } from "./parse-calendar.ts";
import type { CalendarAttendee, CalendarEvent, CalendarPerson, ParsedCalendar } from "./shapes.ts";
import { formatInstant } from "./time-zones.ts";

/** A meeting as core wants it, and what the capture policy must know about it. */
export interface MappedMeeting {
  meeting: Meeting;
  /** CLASS:PRIVATE or CONFIDENTIAL. */
  private: boolean;
  /** False when the event takes no time (TRANSP:TRANSPARENT): a note in the calendar rather than a meeting. */
  busy: boolean;
  /** Written by Kronika itself (a reminder in the calendar): no meeting at all. */
  own: boolean;
}

/**
 * Reads a calendar object into meetings: single events and the instances of series that touch the window. Never throws on any text.
 * @param window `timeZone` = the owner's zone, for dates and floating times; `fallbackUid` names an event that has no UID (e.g. its href)
 */
export function readMeetings(
  ics: string,
  window: ExpansionWindow & { fallbackUid?: string },
): { meetings: MappedMeeting[]; problems: string[] } {
  return meetingsOf(parseCalendar(ics), window);
}

/** {@link readMeetings} of a calendar object that has been parsed already. */
export function meetingsOf(
  calendar: ParsedCalendar,
  window: ExpansionWindow & { fallbackUid?: string },
): { meetings: MappedMeeting[]; problems: string[] } {
  const { instances, problems } = expandEvents(calendar, window);
  const meetings = instances.flatMap((instance) => {
    const event = instance.uid === null && window.fallbackUid !== undefined ? { ...instance, uid: window.fallbackUid } : instance;
    return toMeeting(event, calendar, window.timeZone) ?? [];
  });
  return { meetings, problems: [...calendar.problems, ...problems] };
}

const LIMITS = { uid: 1000, subject: 2000, location: 2000, text: 1_000_000, name: 500 };

/**
 * One event or instance as a meeting. A whole day is the time from midnight to midnight in `timeZone` (or the calendar's own zone, else
 * UTC); its `originalStart` stays a date. Texts are cut to what core takes.
 * @returns null for an event without a start
 */
export function toMeeting(
  event: CalendarEvent,
  calendar: Pick<ParsedCalendar, "calendarTimeZone" | "ownZones">,
  timeZone?: string | null,
): MappedMeeting | null {
  if (event.start === null) return null;
  const zones = new EventZones(calendar, timeZone);
  const instant = (time: string) => formatInstant(zones.instant(time));
  const meeting: Meeting = {
    kind: "meeting",
    occurredAt: instant(event.start),
    endsAt: event.end === null ? null : instant(event.end),
    allDay: event.allDay,
    iCalUid: event.uid === null ? null : clip(event.uid, LIMITS.uid),
    originalStart: event.recurrenceId === null ? null : zones.key(event.recurrenceId),
    sequence: event.sequence,
    status: event.status ?? "confirmed",
    subject: clip(event.summary?.trim() ?? "", LIMITS.subject),
    location: event.location === null ? null : clip(event.location.trim(), LIMITS.location),
    text: event.description === null ? null : clip(event.description, LIMITS.text),
    organizer: event.organizer && toMailAddress(event.organizer),
    attendees: toAttendees(event.attendees),
  };
  return { meeting, private: event.visibility !== "public", busy: event.busy, own: isOwnEntry(event) };
}

function toMailAddress({ name, address }: CalendarPerson): { name?: string; address: string } | null {
  if (address === null) return null;
  return name === null ? { address } : { name: clip(name, LIMITS.name), address };
}

/** People with a mailbox, each once; a given answer counts more than none. Rooms and resources are no people. */
function toAttendees(attendees: CalendarAttendee[]): Meeting["attendees"] {
  const byAddress = new Map<string, Meeting["attendees"][number]>();
  for (const attendee of attendees) {
    const person = toMailAddress(attendee);
    if (person === null || attendee.type === "room" || attendee.type === "resource") continue;
    const known = byAddress.get(person.address);
    if (!known) byAddress.set(person.address, { ...person, response: attendee.response });
    else if (known.response === "none") known.response = attendee.response;
  }
  return [...byAddress.values()];
}

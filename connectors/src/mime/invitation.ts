import { meetingIdentity } from "@kronika/core/identities.ts";
import { clip } from "@kronika/core/safe-text.ts";
import { EventZones } from "../calendar/event-zones.ts";
import type { AttendeeResponse, CalendarEvent, ParsedCalendar } from "../calendar/shapes.ts";
import type { ParsedMessage } from "./message.ts";

/** What one message says about one meeting. */
export interface MeetingNews {
  /** Value of the `ical` identity (core/identities.ts) of the meeting, or of the whole series. */
  meeting: string;
  sequence: number;
  /** DTSTAMP, else the time of the message: ISO instant. */
  at: string;
  /** Of an answer. */
  response?: AttendeeResponse;
  /** Of another time that is proposed: ISO instants. */
  start?: string;
  end?: string;
}

/**
 * An iTIP message (RFC 5546) that may be believed: the organizer asks and cancels, an attendee answers for himself.
 * `other`: it is genuine and says nothing about the meeting (REFRESH, DECLINECOUNTER).
 */
export interface Invitation {
  kind: "request" | "cancel" | "reply" | "counter" | "other";
  /** Who says it: the sender, normalised. */
  by: string;
  calendar: ParsedCalendar;
  news: MeetingNews[];
}

/** Why a message with an invitation in it is none: stable codes. */
export type NoInvitation = "bulk" | "not-the-organizer" | "not-the-attendee" | "unreadable";

const KINDS: ReadonlyMap<string, Invitation["kind"]> = new Map([
  ["REQUEST", "request"],
  ["ADD", "request"],
  ["CANCEL", "cancel"],
  ["REPLY", "reply"],
  ["COUNTER", "counter"],
  ["REFRESH", "other"],
  ["DECLINECOUNTER", "other"],
]);

/** As many events as one message is believed to speak about; more is a calendar, no invitation. */
const MAX_EVENTS = 100;

/**
 * Reads what a message of kind `invitation` or `invitation-reply` says about meetings. Who it comes from is the From address: what a
 * message forwards or a newsletter carries along is somebody else's word.
 * @param receivedAt ISO instant, for events without DTSTAMP in a message without date
 * @param timeZone IANA zone of dates and floating times
 */
export function readInvitation(message: ParsedMessage, receivedAt: string, timeZone?: string | null): Invitation | NoInvitation {
  const { calendar } = message;
  const kind = KINDS.get(calendar?.method ?? "");
  const by = message.from?.address;
  if (calendar === undefined || kind === undefined || by === undefined) return "unreadable";
  const events = calendar.events.filter((event) => event.uid !== null);
  if (events.length === 0 || events.length > MAX_EVENTS) return "unreadable";
  if (isBulk(message)) return "bulk";
  const fromAttendee = kind === "reply" || kind === "counter" || calendar.method === "REFRESH";
  if (fromAttendee && !events.every((event) => event.attendees.some(({ address }) => address === by))) return "not-the-attendee";
  if (!fromAttendee && !events.every((event) => event.organizer?.address === by)) return "not-the-organizer";
  const zones = new EventZones(calendar, timeZone);
  const at = message.date ?? receivedAt;
  return { kind, by, calendar, news: events.map((event) => toNews(event, kind, by, at, zones)) };
}

function toNews(event: CalendarEvent, kind: Invitation["kind"], by: string, sentAt: string, zones: EventZones): MeetingNews {
  const news: MeetingNews = {
    meeting: meetingIdentity(clip(event.uid!, 1000), event.recurrenceId === null ? null : zones.key(event.recurrenceId)).value,
    sequence: event.sequence,
    at: event.stamp ?? sentAt,
  };
  if (kind === "reply") news.response = event.attendees.find(({ address }) => address === by)?.response ?? "none";
  if (kind === "counter" && event.start !== null) {
    news.start = zones.key(event.start);
    if (event.end !== null) news.end = zones.key(event.end);
  }
  return news;
}

/** Sent to a list. What calendars send goes to the people whom it names. */
function isBulk({ headers }: ParsedMessage): boolean {
  return headers.has("list-unsubscribe") || headers.has("list-id") || /^(?:bulk|list|junk)\b/i.test(headers.get("precedence")?.[0] ?? "");
}

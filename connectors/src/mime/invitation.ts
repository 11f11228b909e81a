import { domainOf, isFreeMailDomain } from "@kronika/core/addresses.ts";
import { meetingIdentity } from "@kronika/core/identities.ts";
import { clip } from "@kronika/core/safe-text.ts";
import { EventZones } from "../calendar/event-zones.ts";
import type { AttendeeResponse, CalendarEvent, CalendarPerson, ParsedCalendar } from "../calendar/shapes.ts";
import type { ParsedMessage } from "./message.ts";

/** What one message says about one meeting. */
export interface MeetingNews {
  /** Value of the `ical` identity (core/identities.ts) of the meeting, or of the whole series. */
  meeting: string;
  /** Who says it: the sender, or the one for whom the sender acts (SENT-BY). Normalised. */
  by: string;
  /** Of an answer that came from another address than the one invited: that one. To be believed when both are the same person's. */
  answersFor?: string;
  sequence: number;
  /** DTSTAMP, else the time of the message: ISO instant. */
  at: string;
  /** Of an answer. */
  response?: AttendeeResponse;
  /** Of an answer: who goes instead. */
  delegatedTo?: string[];
  /** Of a cancellation: whom it names beside the organizer. Some of several guests: they are uninvited, the meeting goes on (RFC 5546 section 3.2.5). */
  guests?: string[];
  /** RANGE=THISANDFUTURE: holds for the instances with this original start and later ones; `meeting` is then the series. */
  from?: string;
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
  /** For whom: the sender or, of an assistant's message, the organizer or attendee. */
  of: string;
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
 * message forwards or a newsletter carries along is somebody else's word. An assistant (SENT-BY) speaks for a person of the same company:
 * the parameter alone is anybody's to write.
 * @param receivedAt ISO instant, for events without DTSTAMP in a message without date
 * @param timeZone IANA zone of dates and floating times
 */
export function readInvitation(message: ParsedMessage, receivedAt: string, timeZone?: string | null): Invitation | NoInvitation {
  const calendar = message.calendar && withInstances(message.calendar);
  const kind = KINDS.get(calendar?.method ?? "");
  const by = message.from?.address;
  if (calendar === undefined || kind === undefined || by === undefined) return "unreadable";
  const events = calendar.events.filter((event) => event.uid !== null);
  if (events.length === 0 || events.length > MAX_EVENTS) return "unreadable";
  if (isBulk(message)) return "bulk";
  const fromAttendee = kind === "reply" || kind === "counter" || calendar.method === "REFRESH";
  const zones = new EventZones(calendar, timeZone);
  const at = message.date ?? receivedAt;
  const news: MeetingNews[] = [];
  for (const event of events) {
    const speaker = fromAttendee ? attendeeOf(event, by) : organizerOf(event, by);
    if (speaker === null) return fromAttendee ? "not-the-attendee" : "not-the-organizer";
    news.push(toNews(event, kind, speaker, at, zones));
  }
  return { kind, by, of: news[0]!.by, calendar, news };
}

/** ADD brings one more instance of a series, which its start names (RFC 5546 section 3.2.4): read as the series it would take its place. */
function withInstances(calendar: ParsedCalendar): ParsedCalendar {
  if (calendar.method !== "ADD") return calendar;
  return { ...calendar, events: calendar.events.map((event) => ({ ...event, recurrenceId: event.recurrenceId ?? event.start })) };
}

/** Whose word it is, and by which address it came. */
type Speaker = Pick<MeetingNews, "by" | "answersFor">;

function organizerOf({ organizer }: CalendarEvent, by: string): Speaker | null {
  return organizer?.address && speaksFor(by, organizer) ? { by: organizer.address } : null;
}

function attendeeOf({ attendees }: CalendarEvent, by: string): Speaker | null {
  const self = attendees.find(({ address }) => address === by) ?? attendees.find((one) => speaksFor(by, one));
  if (self?.address) return { by: self.address };
  // The one attendee of an answer is who answers (RFC 5546 section 3.2.3); some clients send it from another address of the same person.
  const [only] = attendees;
  return attendees.length === 1 && only?.address && isSameCompany(by, only.address) ? { by, answersFor: only.address } : null;
}

const speaksFor = (by: string, { address, sentBy }: CalendarPerson) =>
  address === by || (address !== null && sentBy === by && isSameCompany(by, address));

const isSameCompany = (a: string, b: string) => domainOf(a) === domainOf(b) && !isFreeMailDomain(domainOf(a));

function toNews(event: CalendarEvent, kind: Invitation["kind"], speaker: Speaker, sentAt: string, zones: EventZones): MeetingNews {
  const instance = event.recurrenceId === null ? null : zones.key(event.recurrenceId);
  const future = instance !== null && event.series?.thisAndFuture === true;
  const news: MeetingNews = {
    ...speaker,
    meeting: meetingIdentity(clip(event.uid!, 1000), future ? null : instance).value,
    sequence: event.sequence,
    at: event.stamp ?? sentAt,
  };
  if (future) news.from = instance;
  if (kind === "reply") {
    const self = event.attendees.find(({ address }) => address === (speaker.answersFor ?? speaker.by));
    news.response = self?.response ?? "none";
    if (self?.delegatedTo) news.delegatedTo = self.delegatedTo;
  }
  if (kind === "cancel")
    news.guests = [...new Set(event.attendees.flatMap(({ address }) => (address === null || address === speaker.by ? [] : [address])))];
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

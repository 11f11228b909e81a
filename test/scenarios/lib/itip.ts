import { randomUUID } from "node:crypto";

/** One real meeting as the test tells of it: in a calendar, or in a message about it. */
export interface TestMeeting {
  uid: string;
  start: Date;
  summary: string;
  organizer: string;
  /** Address -> PARTSTAT. */
  attendees: Record<string, string>;
  sequence?: number;
  stamp?: Date;
  /** RRULE of a series. */
  rule?: string;
  /** Original start of the one instance that is meant. */
  instance?: Date;
  status?: string;
}

const utc = (date: Date) => `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** An iCalendar object: with a method it is a message (RFC 5546), without one it lies in a calendar. */
export function icsOf(meeting: TestMeeting, method?: string): string {
  const { uid, start, summary, organizer, attendees, sequence = 0, stamp = new Date(), rule, instance, status } = meeting;
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//test//EN",
    ...(method ? [`METHOD:${method}`] : []),
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${utc(stamp)}`,
    `SEQUENCE:${sequence}`,
    ...(instance ? [`RECURRENCE-ID:${utc(instance)}`] : []),
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(new Date(start.getTime() + 3_600_000))}`,
    ...(rule ? [`RRULE:${rule}`] : []),
    ...(status ? [`STATUS:${status}`] : []),
    `SUMMARY:${summary}`,
    `ORGANIZER:mailto:${organizer}`,
    ...Object.entries(attendees).map(([address, answer]) => `ATTENDEE;PARTSTAT=${answer}:mailto:${address}`),
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

/** A message that carries a calendar object, as calendars send them. */
export function itipMail(fields: { from: string; to: string; subject: string; ics: string; text?: string; headers?: string[] }): string {
  const { from, to, subject, ics, text = "Pozvánka", headers = [] } = fields;
  const method = /^METHOD:(\w+)/m.exec(ics)?.[1];
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
    `Message-ID: <${randomUUID()}@${from.split("@")[1]}>`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    ...headers,
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="hranica"',
    "",
    "--hranica",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "--hranica",
    `Content-Type: text/calendar; charset=utf-8${method ? `; method=${method}` : ""}`,
    "",
    ics,
    "--hranica--",
    "",
  ].join("\r\n");
}

import { OWN_MARKER, OWN_MARKER_VALUE } from "./own-entry.ts";
import { parseInstant } from "./time-zones.ts";
import { storableText } from "./values.ts";
import { MINUTE, formatWall } from "./wall-time.ts";

/** A reminder as an entry in somebody's calendar. Times are ISO instants. */
export interface ReminderEntry {
  /** From `reminderUid`, so that the entry is known again and a repeat hits the same one. */
  uid: string;
  summary: string;
  description: string;
  start: string;
  /** How long the entry lasts. */
  minutes: number;
  /** Where in Kronika the reminder is, http or https; null for none. */
  url: string | null;
  /** The present, for DTSTAMP and LAST-MODIFIED. */
  now: string;
  status?: "confirmed" | "tentative" | "cancelled";
  /** Higher with each change, so that programs that keep copies take the newer one. Default 0. */
  sequence?: number;
  /** When the calendar program is to speak up, in minutes before the start. Default 0. */
  alarmMinutesBefore?: number;
}

/**
 * Writes a reminder as an iCalendar object: one VEVENT without organizer or attendees (so that no server ever sends an invitation), that
 * takes no time (TRANSPARENT), with an alarm and our mark. Texts keep every character that iCalendar can hold.
 * @throws RangeError when a time or a length cannot be written, TypeError when `url` is no http address
 */
export function reminderEntry(entry: ReminderEntry): string {
  const start = parseInstant(entry.start);
  const stamp = formatUtc(parseInstant(entry.now));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Kronika//Kronika 1.0//EN",
    "CALSCALE:GREGORIAN",
    "BEGIN:VEVENT",
    `UID:${escapeText(entry.uid)}`,
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    `SEQUENCE:${wholeNumber(entry.sequence ?? 0)}`,
    `DTSTART:${formatUtc(start)}`,
    `DTEND:${formatUtc(start + wholeNumber(entry.minutes) * MINUTE)}`,
    `SUMMARY:${escapeText(entry.summary)}`,
    `DESCRIPTION:${escapeText(entry.description)}`,
    ...(entry.url === null ? [] : [`URL:${httpAddress(entry.url)}`]),
    `STATUS:${(entry.status ?? "confirmed").toUpperCase()}`,
    "TRANSP:TRANSPARENT",
    `${OWN_MARKER}:${OWN_MARKER_VALUE}`,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escapeText(entry.summary)}`,
    `TRIGGER:-PT${wholeNumber(entry.alarmMinutesBefore ?? 0)}M`,
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number of 0 or more: ${value}`);
  return value;
}

function formatUtc(instant: number): string {
  return `${formatWall(instant).replace(/[-:]/g, "")}Z`;
}

/** The address in its normal form, in which a line end or blank is percent-encoded. */
function httpAddress(text: string): string {
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new TypeError(`not an http address: ${url.protocol}`);
  return url.href;
}

/** TEXT (RFC 5545 section 3.3.11). */
function escapeText(text: string): string {
  return storableText(text)
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

const MAX_OCTETS = 75;

/** Folds a content line at 75 octets, never inside a character (RFC 5545 section 3.1). */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // The blank that starts a continuation counts too.
    if (octets + size > MAX_OCTETS) {
      parts.push(part);
      part = "";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n ");
}

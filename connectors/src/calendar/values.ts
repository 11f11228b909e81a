import type { ContentLine } from "./content-lines.ts";
import { DAY, HOUR, MINUTE, daysInMonth, wallTime, type WallTime } from "./wall-time.ts";

/** Value types of RFC 5545 section 3.3, and what programs write instead of them. All functions are total: null = not understood. */

/** A date or date-time as written: on the wall, and whether it was marked as UTC. */
export interface WrittenTime {
  wall: WallTime;
  isDate: boolean;
  isUtc: boolean;
  /** Set when the value is not in the form of RFC 5545 section 3.3.4 and 3.3.5. */
  irregular: boolean;
}

const STRICT_TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/;
/** ISO 8601 with dashes and colons, seconds left out, a fraction, lower case, a numeric offset. */
const LENIENT_TIME = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?)?$/;

const DATE_WITH_Z = /^(\d{4}-?\d\d-?\d\d)Z$/;

/** DATE and DATE-TIME (sections 3.3.4, 3.3.5). 24:00 is the next midnight; a leap second is the second before it. */
export function parseTime(text: string): WrittenTime | null {
  const trimmed = text.trim();
  const strict = STRICT_TIME.exec(trimmed);
  const match = strict ?? LENIENT_TIME.exec(trimmed.toUpperCase().replace(/\s+Z$/, "Z").replace(DATE_WITH_Z, "$1"));
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && (minute > 0 || second > 0))) return null;
  const zone = match[7];
  const offset = zone && zone !== "Z" ? (parseUtcOffset(zone) ?? 0) : 0;
  return {
    wall: wallTime(year, month, day, hour, minute, Math.min(second, 59)) - offset,
    isDate: match[4] === undefined,
    isUtc: zone !== undefined,
    irregular: strict === null,
  };
}

/** A duration: days are nominal (they keep the time of day over a change of the clock), seconds are exact. */
export interface Duration {
  days: number;
  seconds: number;
}

const DURATION = /^([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T?(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})S)?)?$/;

/** DURATION (section 3.3.6). Weeks beside other parts, which the grammar forbids, are summed. */
export function parseDuration(text: string): Duration | null {
  const match = DURATION.exec(text.trim().toUpperCase());
  if (!match || match.slice(2).every((part) => part === undefined)) return null;
  const sign = match[1] === "-" ? -1 : 1;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part ?? 0));
  return { days: sign * (weeks * 7 + days) || 0, seconds: sign * (hours * HOUR + minutes * MINUTE + seconds) || 0 };
}

/** UTC-OFFSET (section 3.3.14) in seconds; east is positive. */
export function parseUtcOffset(text: string): number | null {
  const match = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(text.trim());
  if (!match) return null;
  const seconds = Number(match[2]) * HOUR + Number(match[3]) * MINUTE + Number(match[4] ?? 0);
  return seconds > DAY ? null : (match[1] === "-" ? -seconds : seconds) || 0;
}

/** The value of a property as text: transfer encoding of vCalendar 1.0 undone, then TEXT escapes (section 3.3.11). */
export function textOf(property: ContentLine): string {
  return unescapeText(decodeTransfer(property));
}

function decodeTransfer({ value, params }: ContentLine): string {
  const encoding = params.get("ENCODING")?.[0]?.toUpperCase();
  if (encoding === "QUOTED-PRINTABLE") return decodeBytes(quotedPrintableBytes(value), params.get("CHARSET")?.[0]);
  if (encoding === "BASE64") return decodeBytes(Buffer.from(value, "base64"), params.get("CHARSET")?.[0]);
  return value;
}

function quotedPrintableBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const part of text.split(/(=[0-9A-Fa-f]{2})/)) {
    if (/^=[0-9A-Fa-f]{2}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
    else for (const byte of Buffer.from(part, "utf8")) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function decodeBytes(bytes: Uint8Array, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

// oxlint-disable-next-line no-control-regex -- TEXT must not hold control characters other than tab and line feed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Undoes TEXT escapes and makes the text storable: line ends become `\n`, control characters and lone surrogates go. Unknown escapes
 * stay as written (`C:\temp`).
 */
export function unescapeText(value: string): string {
  const text = value.replace(/\\([nN;,\\:"])/g, (_, escaped: string) => (escaped === "n" || escaped === "N" ? "\n" : escaped));
  return storableText(text);
}

/** What TEXT can hold of any string: see {@link unescapeText}. */
export function storableText(text: string): string {
  return withoutControls(text.replace(/\r\n?/g, "\n"));
}

/** Takes out what neither iCalendar nor a database can hold: control characters other than tab and line ends, halves of characters. */
export function withoutControls(text: string): string {
  return text.replace(CONTROL, "").toWellFormed();
}

/** Splits at commas that are not escaped. */
export function splitList(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < value.length; index += 1) {
    if (value[index] === "\\") index += 1;
    else if (value[index] === ",") {
      parts.push(value.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

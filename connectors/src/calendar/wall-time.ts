/**
 * Wall-clock time: what a clock on the wall shows, without a zone. Held as whole seconds since 1970-01-01T00:00:00 on that clock, so
 * that days are always 86,400 seconds and recurrence rules are plain integer arithmetic (RFC 5545 section 3.3.10 defines them on local
 * time). A zone turns it into an instant, see time-zones.ts.
 */
export type WallTime = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** The first and last moment that iCalendar can write (four-digit years). */
export const FIRST_WALL = wallTime(1, 1, 1);
export const LAST_WALL = wallTime(9999, 12, 31, 23, 59, 59);

export interface WallParts {
  year: number;
  /** 1..12 */
  month: number;
  /** 1..31 */
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Months beyond 1..12 carry into the year. */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + (month - 1);
  // Years are counted from March, so that the leap day is the last day of a year.
  const marchYear = Math.floor((months - 2) / 12);
  const monthFromMarch = months - 2 - marchYear * 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  return marchYear * 365 + Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400) + dayOfYear - 719_468;
}

/** The date of a day number: the inverse of {@link dayNumber}. */
export function dateOfDay(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function daysInMonth(year: number, month: number): number {
  return dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);
}

/** Weekday of a day number: 0 = Monday .. 6 = Sunday. */
export function weekdayOfDay(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

export function wallTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): WallTime {
  return dayNumber(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second;
}

export function wallDay(wall: WallTime): number {
  return Math.floor(wall / DAY);
}

export function secondOfDay(wall: WallTime): number {
  return wall - wallDay(wall) * DAY;
}

export function wallParts(wall: WallTime): WallParts {
  const seconds = secondOfDay(wall);
  return {
    ...dateOfDay(wallDay(wall)),
    hour: Math.floor(seconds / HOUR),
    minute: Math.floor((seconds % HOUR) / MINUTE),
    second: seconds % MINUTE,
  };
}

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** Moments that cannot be written (beyond the years 1 to 9999) become the first or last one that can. */
const writable = (wall: WallTime) => Math.min(Math.max(wall, FIRST_WALL), LAST_WALL);

/** `YYYY-MM-DD`. */
export function formatDate(wall: WallTime): string {
  const { year, month, day } = dateOfDay(wallDay(writable(wall)));
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** `YYYY-MM-DDTHH:mm:ss`, no zone. */
export function formatWall(wall: WallTime): string {
  const { hour, minute, second } = wallParts(writable(wall));
  return `${formatDate(wall)}T${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

const ISO_WALL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d))?$/;

/** Reads what {@link formatDate} and {@link formatWall} write. Throws a RangeError on anything else. */
export function parseIsoWall(text: string): WallTime {
  const match = ISO_WALL.exec(text);
  if (!match) throw new RangeError(`not a local date or time: ${text.slice(0, 40)}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return wallTime(year, month, day, hour, minute, second);
}

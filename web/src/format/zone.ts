/**
 * Calendar arithmetic in the organisation's time zone. Instants are ISO 8601 in UTC; a wall time is what the clock on the wall shows there,
 * `YYYY-MM-DD HH:mm:ss` (the shape of the date pickers); a day is `YYYY-MM-DD`.
 */

/** The hour at which a day's work starts: where "tomorrow" and "next Monday" put a reminder. */
export const MORNING_HOUR = 9;

const zoned = (instant: string, timeZone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
const iso = (moment: Temporal.ZonedDateTime) => moment.toInstant().toString({ smallestUnit: "second" });

/** The day on which an instant falls. */
export function dayOf(instant: string, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** Whole days from the day of `from` to the day of `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string, timeZone: string): number {
  const start = zoned(from, timeZone).toPlainDate();
  return start.until(zoned(to, timeZone).toPlainDate(), { largestUnit: "day" }).days;
}

/** Midnight that starts the day of an instant, `plusDays` later (or earlier, when negative). */
export function startOfDay(instant: string, timeZone: string, plusDays = 0): string {
  return iso(zoned(instant, timeZone).toPlainDate().add({ days: plusDays }).toZonedDateTime(timeZone));
}

/** The morning `days` days after the day of an instant. */
export function morningAfter(instant: string, timeZone: string, days: number): string {
  const day = zoned(instant, timeZone).toPlainDate().add({ days });
  return iso(day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: MORNING_HOUR }) }));
}

/** The morning of the next Monday; on a Monday the one a week later. */
export function nextMonday(instant: string, timeZone: string): string {
  return morningAfter(instant, timeZone, 8 - zoned(instant, timeZone).dayOfWeek);
}

/** An instant `minutes` later. */
export function plusMinutes(instant: string, minutes: number): string {
  return Temporal.Instant.from(instant).add({ minutes }).toString({ smallestUnit: "second" });
}

/** Whole minutes from one instant to another. */
export function minutesBetween(from: string, to: string): number {
  return Math.round(Temporal.Instant.from(from).until(Temporal.Instant.from(to), { largestUnit: "second" }).seconds / 60);
}

/** A wall time as an instant; a time that the clock skips in spring becomes the one an hour later. Null when it is no wall time. */
export function instantOfWall(wall: string, timeZone: string): string | null {
  try {
    return iso(Temporal.PlainDateTime.from(wall.replace(" ", "T")).toZonedDateTime(timeZone));
  } catch {
    return null;
  }
}

/** What the clock on the wall shows at an instant. */
export function wallOfInstant(instant: string, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ");
}

/** The instant as the hub writes it. */
export function nowInstant(): string {
  return Temporal.Now.instant().toString({ smallestUnit: "millisecond" });
}

/** -1, 0 or 1: which of two instants comes first. */
export function compareInstants(a: string, b: string): number {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b));
}

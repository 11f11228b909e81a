import { Temporal } from "temporal-polyfill";

/** The same time of day, `days` later, where the organisation lives: daylight saving moves the instant, not the wall clock. */
export function addDays(at: Date, days: number, timeZone: string): Date {
  const later = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).add({ days });
  return new Date(later.epochMilliseconds);
}

/** The calendar day (`YYYY-MM-DD`) of an instant where the organisation lives. */
export function dayIn(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

import type { CalendarEvent, ParsedCalendar } from "./shapes.ts";
import { UTC_ZONE, findIanaZone, formatInstant, ianaZone, zoneFromRules, type Zone } from "./time-zones.ts";
import { formatDate, formatWall, parseIsoWall, type WallTime } from "./wall-time.ts";

/** Reads and writes the time strings of a parsed calendar (see shapes.ts) in the zones that its events name. */
export class EventZones {
  /** Zone of dates and floating times. */
  readonly fallback: Zone;
  private readonly zones = new Map<string, Zone>();

  /** @param timeZone IANA zone for dates and floating times when the calendar names none; UTC when this is missing or unknown too */
  constructor(calendar: Pick<ParsedCalendar, "calendarTimeZone" | "ownZones">, timeZone?: string | null) {
    for (const rules of calendar.ownZones) this.zones.set(rules.id, zoneFromRules(rules));
    const fallback = calendar.calendarTimeZone ?? findIanaZone(timeZone ?? "");
    this.fallback = fallback === null ? UTC_ZONE : ianaZone(fallback);
  }

  /** The zone on whose clock the event happens. */
  of(event: CalendarEvent): Zone {
    if (event.timeZone === null) return this.fallback;
    let zone = this.zones.get(event.timeZone);
    if (!zone) {
      const iana = findIanaZone(event.timeZone);
      zone = iana === null ? this.fallback : ianaZone(iana);
      this.zones.set(event.timeZone, zone);
    }
    return zone;
  }

  /** Seconds since the epoch. Throws a RangeError when the text is none of the three forms. */
  instant(time: string): number {
    return time.endsWith("Z") ? parseIsoWall(time.slice(0, -1)) : this.fallback.toInstant(parseIsoWall(time));
  }

  /** What the clock on the wall of `zone` shows at that time; a date is its midnight. */
  wall(time: string, zone: Zone): WallTime {
    return time.endsWith("Z") ? zone.toWall(parseIsoWall(time.slice(0, -1))) : parseIsoWall(time);
  }

  /** An instant in the form that `event` uses: a date, a floating time or a time in UTC. */
  format(instant: number, event: CalendarEvent): string {
    if (event.allDay) return formatDate(this.fallback.toWall(instant));
    return event.timeZone === null ? formatWall(this.fallback.toWall(instant)) : formatInstant(instant);
  }

  /** Equal for equal times of one kind: the date itself, or the instant. */
  key(time: string): string {
    return isDateOnly(time) ? time : formatInstant(this.instant(time));
  }
}

export function isDateOnly(time: string): boolean {
  return time.length === "YYYY-MM-DD".length;
}

import type { Component } from "./components.ts";
import { quote, type Problems } from "./problems.ts";
import { UTC_ZONE, findIanaZone, findZoneByCities, ianaZone, zoneFromRules, type Zone, type ZoneRules } from "./time-zones.ts";
import { legacyZone } from "./vcalendar1.ts";
import { parseTime, parseUtcOffset, splitList } from "./values.ts";
import { formatWall } from "./wall-time.ts";

/** A zone with the name that stands in `CalendarEvent.timeZone`. */
export interface NamedZone {
  name: string;
  zone: Zone;
}

/** Time zones that one calendar may name: people travel less. The times of further ones are read without a zone. */
const MAX_ZONES = 200;

export const UTC: NamedZone = { name: "UTC", zone: UTC_ZONE };

/**
 * What the TZIDs of one calendar mean. In this order: an IANA zone (by its name, a Windows name or X-LIC-LOCATION), the rules of the
 * calendar's own VTIMEZONE, the cities of a display name, X-WR-TIMEZONE; else the time stays floating. Everything but the first is a problem.
 */
export class CalendarZones {
  /** X-WR-TIMEZONE as an IANA name. */
  readonly calendarZone: string | null;
  /** Zone of local times without a TZID: vCalendar 1.0 files have one, in iCalendar they float (null). */
  readonly floatingZone: NamedZone | null;
  private readonly rules = new Map<string, ZoneRules>();
  private readonly locations = new Map<string, string>();
  private readonly resolved = new Map<string, NamedZone | null>();
  private readonly problems: Problems;

  constructor(calendar: Component, problems: Problems) {
    this.problems = problems;
    for (const component of calendar.components) if (component.name === "VTIMEZONE") this.addRules(component);
    const wanted = value(calendar, "X-WR-TIMEZONE");
    this.calendarZone = wanted === undefined ? null : findIanaZone(wanted);
    const legacy = legacyZone(calendar);
    if (legacy) this.rules.set(legacy.id, legacy);
    this.floatingZone = legacy && { name: legacy.id, zone: zoneFromRules(legacy) };
    if (wanted && this.calendarZone === null) problems.add(`X-WR-TIMEZONE ${quote(wanted)} is not a known time zone`);
  }

  /** The zone of a TZID, or null when nothing says what it is. */
  resolve(tzid: string): NamedZone | null {
    let zone = this.resolved.get(tzid);
    if (zone === undefined) {
      if (this.resolved.size >= MAX_ZONES) {
        this.problems.add(`more than ${MAX_ZONES} time zones: the times of the others are read without a zone`);
        return null;
      }
      zone = this.lookUp(tzid);
      this.resolved.set(tzid, zone);
    }
    return zone;
  }

  /** Own rules that some event needs. */
  usedRules(): ZoneRules[] {
    const used = new Set([...this.resolved.values(), this.floatingZone].map((zone) => zone?.name));
    return [...this.rules.values()].filter((rules) => used.has(rules.id) && findIanaZone(rules.id) === null);
  }

  private lookUp(tzid: string): NamedZone | null {
    const iana = findIanaZone(tzid) ?? findIanaZone(this.locations.get(tzid) ?? "");
    if (iana !== null) return { name: iana, zone: ianaZone(iana) };
    const rules = this.rules.get(tzid);
    if (rules && rules.observances.length > 0) {
      this.problems.add(`time zone ${quote(tzid)} is not an IANA zone: the calendar's own rules are used`);
      return { name: tzid, zone: zoneFromRules(rules) };
    }
    const byCities = findZoneByCities(tzid);
    if (byCities !== null) {
      this.problems.add(`time zone ${quote(tzid)} is a display name: read as ${byCities}`);
      return { name: byCities, zone: ianaZone(byCities) };
    }
    if (this.calendarZone !== null) {
      this.problems.add(`time zone ${quote(tzid)} is unknown: X-WR-TIMEZONE ${this.calendarZone} is used`);
      return { name: this.calendarZone, zone: ianaZone(this.calendarZone) };
    }
    this.problems.add(`time zone ${quote(tzid)} is unknown: its times are read without a zone`);
    return null;
  }

  private addRules(component: Component): void {
    const id = value(component, "TZID");
    if (id === undefined) {
      this.problems.add("VTIMEZONE without TZID ignored");
      return;
    }
    const location = value(component, "X-LIC-LOCATION");
    if (location) this.locations.set(id, location);
    const observances: ZoneRules["observances"] = [];
    for (const part of component.components) {
      if (part.name !== "STANDARD" && part.name !== "DAYLIGHT") continue;
      const start = parseTime(value(part, "DTSTART") ?? "");
      const offsetFrom = parseUtcOffset(value(part, "TZOFFSETFROM") ?? "");
      const offsetTo = parseUtcOffset(value(part, "TZOFFSETTO") ?? "");
      if (start === null || offsetFrom === null || offsetTo === null) {
        this.problems.add(`time zone ${quote(id)}: a ${part.name} part without usable DTSTART and offsets ignored`);
        continue;
      }
      const dates = part.properties
        .filter((property) => property.name === "RDATE")
        .flatMap((property) => splitList(property.value))
        .flatMap((text) => parseTime(text.split("/", 1)[0]!) ?? [])
        // RDATE is local by the standard; some generators write UTC.
        .map((time) => formatWall(time.isUtc ? time.wall + offsetFrom : time.wall));
      observances.push({ start: formatWall(start.wall), offsetFrom, offsetTo, rule: value(part, "RRULE") ?? null, dates });
    }
    this.rules.set(id, { id, observances });
  }
}

function value(component: Component, name: string): string | undefined {
  const text = component.properties.find((property) => property.name === name)?.value.trim();
  return text === "" ? undefined : text;
}

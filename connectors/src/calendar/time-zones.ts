import { toUtcInstant } from "@kronika/core/instants.ts";
import { Temporal } from "temporal-polyfill";
import { findIana } from "windows-iana";
import { occurrences, BudgetExhausted } from "./recurrence.ts";
import { parseRecurrenceRule } from "./recurrence-rule.ts";
import { DAY, formatWall, parseIsoWall, wallTime, type WallTime } from "./wall-time.ts";

/** Turns wall-clock time into instants and back. Instants are whole seconds since the epoch. */
export interface Zone {
  toInstant(wall: WallTime): number;
  toWall(instant: number): WallTime;
}

/**
 * Rules of a VTIMEZONE (RFC 5545 section 3.6.5) as plain data, kept for zones that no IANA name stands for.
 * `start` and `dates` are local times `YYYY-MM-DDTHH:mm:ss`, offsets are seconds east of UTC.
 */
export interface ZoneRules {
  id: string;
  observances: { start: string; offsetFrom: number; offsetTo: number; rule: string | null; dates: string[] }[];
}

/** `2026-11-24T09:00:00Z` from seconds since the epoch. */
export function formatInstant(instant: number): string {
  return `${formatWall(instant)}Z`;
}

/** Seconds since the epoch of an ISO 8601 instant with zone; fractions are cut off. Throws a RangeError on anything else. */
export function parseInstant(text: string): number {
  const utc = toUtcInstant(text);
  if (utc === null) throw new RangeError(`not an ISO instant: ${text.slice(0, 40)}`);
  return parseIsoWall(utc.slice(0, -1));
}

export const UTC_ZONE: Zone = { toInstant: (wall) => wall, toWall: (instant) => instant };

/**
 * An IANA zone. A local time that the clock skips is read with the offset before the gap, one that occurs twice is the first
 * (RFC 5545 section 3.3.5; "compatible" in Temporal).
 */
export function ianaZone(id: string): Zone {
  if (id === "UTC") return UTC_ZONE;
  return {
    toInstant(wall) {
      const zoned = Temporal.PlainDateTime.from(formatWall(wall)).toZonedDateTime(id, { disambiguation: "compatible" });
      return Math.floor(zoned.epochMilliseconds / 1000);
    },
    toWall(instant) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO(id);
      return instant + Math.round(zoned.offsetNanoseconds / 1e9);
    },
  };
}

const knownZones = new Map<string, string | null>();
const MAX_KNOWN_ZONES = 2000;

/**
 * The IANA zone that a TZID means: the name itself, a Windows name ("Central Europe Standard Time", by CLDR), or the end of a path such as
 * `/mozilla.org/20050126_1/Europe/Prague`.
 */
export function findIanaZone(tzid: string): string | null {
  const known = knownZones.get(tzid);
  if (known !== undefined) return known;
  const found = lookUpZone(tzid.trim());
  if (knownZones.size >= MAX_KNOWN_ZONES) knownZones.clear();
  knownZones.set(tzid, found);
  return found;
}

function lookUpZone(tzid: string): string | null {
  if (tzid === "" || tzid.length > 200) return null;
  const segments = tzid.split("/").filter((segment) => segment !== "");
  const tails = segments.length > 1 ? [3, 2].map((count) => segments.slice(-count).join("/")) : [];
  for (const candidate of [tzid, windowsZone(tzid), ...tails]) {
    const id = candidate && validZone(candidate);
    if (id) return id;
  }
  return /^(?:Z|Zulu|tzone:\/\/Microsoft\/Utc|\(UTC\).*)$/i.test(tzid) ? "UTC" : null;
}

/**
 * The zone of a display name that lists cities, as Outlook writes them ("(GMT+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague"):
 * the first city that the zone database has, when all that it has keep the same time. A last resort, to be named as a problem.
 */
export function findZoneByCities(tzid: string): string | null {
  const names = tzid
    .replace(/^\([^()]*\)/, "")
    .split(",")
    .slice(0, 20);
  const zones = names.flatMap((name) => cityZones().get(name.trim().toLowerCase()) ?? []);
  const [first] = zones;
  if (first === undefined) return null;
  const offsets = (id: string) => CITY_PROBES.map((instant) => ianaZone(id).toWall(instant)).join();
  return zones.every((id) => offsets(id) === offsets(first)) ? first : null;
}

/** A winter and a summer day. */
const CITY_PROBES = [wallTime(2026, 1, 15), wallTime(2026, 7, 15)];

let citiesOnce: Map<string, string> | undefined;
function cityZones(): Map<string, string> {
  citiesOnce ??= new Map(Intl.supportedValuesOf("timeZone").map((id) => [id.split("/").at(-1)!.replaceAll("_", " ").toLowerCase(), id]));
  return citiesOnce;
}

const windowsZone = (name: string): string | undefined => findIana(name)[0];

function validZone(id: string): string | null {
  // Temporal also takes "+01:00"; a bare number such as "+1" or "01" must not become a zone by accident.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(id)) return null;
  try {
    return new Temporal.ZonedDateTime(0n, id).timeZoneId;
  } catch {
    return null;
  }
}

interface Transition {
  instant: number;
  before: number;
  after: number;
}

/** Yearly transitions of an own VTIMEZONE are worked out between these years (Outlook starts its rules in 1601). */
const FIRST_TRANSITION = wallTime(1900, 1, 1);
const LAST_TRANSITION = wallTime(2200, 1, 1);
/** Two rules of 300 years, a month looked at for each, take 20,000. */
const MAX_TRANSITION_STEPS = 40_000;
const MAX_TRANSITIONS = 3000;

/** A zone by the calendar's own VTIMEZONE rules. */
export function zoneFromRules(rules: ZoneRules): Zone {
  let sorted: Transition[] | undefined;
  const offsetAt = (instant: number): number => {
    sorted ??= transitions(rules);
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.instant <= instant) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? sorted[low - 1]!.after : (sorted[0]?.before ?? 0);
  };
  return {
    toInstant(wall) {
      const before = offsetAt(wall - DAY);
      const after = offsetAt(wall + DAY);
      // The first one for a time that occurs twice, the offset before the gap for one that does not occur.
      const fits = [wall - before, wall - after].find((instant) => instant + offsetAt(instant) === wall);
      return fits ?? wall - before;
    },
    toWall: (instant) => instant + offsetAt(instant),
  };
}

function transitions(rules: ZoneRules): Transition[] {
  const list: Transition[] = [];
  const full = () => list.length >= MAX_TRANSITIONS;
  const budget = { steps: MAX_TRANSITION_STEPS };
  for (const { start, offsetFrom, offsetTo, rule: text, dates } of rules.observances) {
    const add = (wall: WallTime) => list.push({ instant: wall - offsetFrom, before: offsetFrom, after: offsetTo });
    const first = parseIsoWall(start);
    [first, ...dates.slice(0, MAX_TRANSITIONS).map(parseIsoWall)].forEach(add);
    if (full()) break;
    const rule = text === null ? null : parseRecurrenceRule(text).rule;
    // No clock on earth is changed more often than by a yearly rule.
    if (rule?.frequency !== "YEARLY") continue;
    const { until } = rule;
    const end = until === null ? LAST_TRANSITION : until.isUtc ? until.wall + offsetFrom : until.wall;
    try {
      const options = { after: FIRST_TRANSITION, until: Math.min(end, LAST_TRANSITION), budget };
      for (const wall of occurrences(rule, first, options)) {
        if (full()) break;
        add(wall);
      }
    } catch (error) {
      if (!(error instanceof BudgetExhausted)) throw error;
    }
  }
  return list.toSorted((a, b) => a.instant - b.instant);
}

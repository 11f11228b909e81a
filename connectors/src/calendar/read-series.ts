import type { CalendarZones } from "./calendar-zones.ts";
import type { Component } from "./components.ts";
import type { ContentLine } from "./content-lines.ts";
import { quote, type Problems } from "./problems.ts";
import { addDuration, formatTime, readTimeText, type EventTime } from "./read-times.ts";
import { parseRecurrenceRule } from "./recurrence-rule.ts";
import type { SeriesDetails } from "./shapes.ts";
import { parseDuration, splitList } from "./values.ts";
import { convertLegacyRule } from "./vcalendar1.ts";
import { formatWall } from "./wall-time.ts";

/** RDATEs or EXDATEs of one event: a meeting each workday for twenty years. */
const MAX_DATES = 5000;

interface SeriesContext {
  zones: CalendarZones;
  problems: Problems;
}

/**
 * The recurrence of an event: RRULE, RDATE, EXDATE and EXRULE, and RANGE of a RECURRENCE-ID.
 * @returns null for an event that stands for itself
 */
export function readSeries(
  component: Component,
  start: EventTime,
  duration: SeriesDetails["duration"],
  context: SeriesContext,
  label: string,
): { rules: string[]; details: SeriesDetails } | null {
  const { problems } = context;
  const all = (name: string) => component.properties.filter((property) => property.name === name && property.value.trim() !== "");
  const dates = (name: string) => {
    const found = all(name).flatMap((property) => splitList(property.value).map((text) => [text, property] as const));
    if (found.length > MAX_DATES) problems.add(`${label}: more than ${MAX_DATES} ${name}s: ${found.length - MAX_DATES} not read`);
    return found.slice(0, MAX_DATES);
  };
  const thisAndFuture = readRange(all("RECURRENCE-ID")[0], problems);
  const rules = all("RRULE").map((property) => readRule(property, label, problems));
  const additions = dates("RDATE").flatMap(([text, property]) => readAddition(text, property, context) ?? []);
  if (rules.length > 1) problems.add(`${label}: ${rules.length} RRULEs, their instances are joined`);
  if (rules.length === 0 && additions.length === 0 && !thisAndFuture) return null;
  const exclusions = dates("EXDATE").flatMap(([text, property]) => readTimeText(text, property, context) ?? []);
  const exclusionRules = all("EXRULE").map((property) => readRule(property, label, problems));
  return {
    rules,
    details: { start: formatWall(start.wall), duration, exclusionRules, additions, exclusions: exclusions.map(formatTime), thisAndFuture },
  };
}

/** The rule as text, translated from vCalendar 1.0 if need be. A rule that cannot be followed stays as written, and is a problem. */
function readRule(property: ContentLine, label: string, problems: Problems): string {
  const text = property.value.trim();
  const legacy = convertLegacyRule(text);
  if (legacy !== null) return legacy;
  const parsed = parseRecurrenceRule(text);
  for (const problem of parsed.problems) problems.add(`${label}: ${property.name}: ${problem}`);
  if (parsed.rule === null) problems.add(`${label}: ${property.name} ${quote(text)} cannot be followed`);
  return text;
}

function readRange(property: ContentLine | undefined, problems: Problems): boolean {
  const range = property?.params.get("RANGE")?.[0]?.toUpperCase();
  if (range !== undefined && range !== "THISANDFUTURE")
    problems.add(`line ${property!.line}: RANGE=${range} is not supported, read as this instance only`);
  return range === "THISANDFUTURE";
}

/** One RDATE: a time, or a period of two times or of a time and a duration. */
function readAddition(text: string, property: ContentLine, context: SeriesContext): SeriesDetails["additions"][number] | null {
  const [startText = "", endText] = text.split("/", 2);
  const start = readTimeText(startText, property, context);
  if (start === null) return null;
  if (endText === undefined) return { start: formatTime(start), end: null };
  const duration = parseDuration(endText);
  const end = duration ? addDuration(start, duration) : readTimeText(endText, property, context);
  return { start: formatTime(start), end: end && formatTime(end) };
}

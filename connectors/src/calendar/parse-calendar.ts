import { readComponents, type Component } from "./components.ts";
import { readEvent } from "./read-event.ts";
import { CalendarZones } from "./calendar-zones.ts";
import { Problems, quote } from "./problems.ts";
import { withoutControls } from "./values.ts";
import type { CalendarEvent, ParsedCalendar } from "./shapes.ts";

/** Longer texts are not read at all: no real calendar object comes near. */
const MAX_CHARACTERS = 64_000_000;

/**
 * Reads an iCalendar or vCalendar 1.0 text. Never throws: what cannot be read is named in `problems` and the rest is read.
 * Several VCALENDARs in one text are read as one; `method` is then that of the first. Only events are returned, no tasks or journals.
 */
export function parseCalendar(ics: string): ParsedCalendar {
  const problems = new Problems();
  const result: ParsedCalendar = { method: null, events: [], calendarTimeZone: null, ownZones: [], problems: [] };
  if (ics.length > MAX_CHARACTERS) {
    problems.add(`larger than ${MAX_CHARACTERS / 1e6} million characters: not read`);
  } else {
    const text = withoutControls(ics);
    if (text !== ics) problems.add("control characters removed");
    const roots = readComponents(text, problems);
    if (roots.length === 0) problems.add(/\S/.test(ics) ? "not a calendar: no BEGIN line found" : "empty");
    // A bare VEVENT or VTIMEZONE outside of a VCALENDAR is read as if it stood in one.
    const bare = roots.filter((root) => root.name !== "VCALENDAR");
    if (bare.length > 0) {
      for (const { name } of bare) problems.add(`${name} outside of a VCALENDAR`);
      readInto(result, { name: "VCALENDAR", properties: [], components: bare }, problems);
    }
    for (const root of roots) if (root.name === "VCALENDAR") readInto(result, root, problems);
  }
  result.problems = problems.list();
  return result;
}

function readInto(result: ParsedCalendar, calendar: Component, problems: Problems): void {
  const first = (name: string) => calendar.properties.find((property) => property.name === name)?.value.trim();
  const method = first("METHOD")?.toUpperCase() || null;
  const zones = new CalendarZones(calendar, problems);
  const context = { zones, problems, method };
  for (const component of eventsIn(calendar)) {
    const event = guarded(() => readEvent(component, context), problems, component);
    if (event) result.events.push(event);
  }
  result.method ??= method;
  result.calendarTimeZone ??= zones.calendarZone;
  const known = new Set(result.ownZones.map((zone) => zone.id));
  result.ownZones.push(...zones.usedRules().filter((zone) => !known.has(zone.id)));
}

/** VEVENTs at any depth, in order (a lost END can move one inwards). */
function* eventsIn(component: Component): Generator<Component> {
  for (const child of component.components) {
    if (child.name === "VEVENT") yield child;
    yield* eventsIn(child);
  }
}

/** Arithmetic beyond the calendar's range is a RangeError; it must cost one event, not the file. */
function guarded(read: () => CalendarEvent, problems: Problems, component: Component): CalendarEvent | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const uid = component.properties.find((property) => property.name === "UID")?.value ?? "";
    problems.add(`event ${quote(uid)} not read: ${error.message}`);
    return null;
  }
}

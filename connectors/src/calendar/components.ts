import { parseContentLine, type ContentLine } from "./content-lines.ts";
import { quote, type Problems } from "./problems.ts";
import { unfold } from "./unfold.ts";

/** A `BEGIN`..`END` block. Names in upper case. */
export interface Component {
  name: string;
  properties: ContentLine[];
  components: Component[];
}

/**
 * Reads iCalendar or vCalendar text into components. Total: whatever comes in, something comes out, and every repair is a problem.
 * Repaired are: any kind of line end, blank lines inside, indented files, lost folding, quoted-printable soft breaks (vCalendar 1.0),
 * unquoted parameter values with a colon, missing or stray END, text around the calendar.
 */
export function readComponents(text: string, problems: Problems): Component[] {
  const roots: Component[] = [];
  const open: Component[] = [];
  let ignored = 0;
  let last: ContentLine | undefined;

  // Whether the line above is so long that its continuation may have lost the blank of its fold.
  let full = false;
  for (const { text: logical, line, lastLength, afterBlank } of unfold(text)) {
    if (afterBlank && open.length > 0) problems.add("blank lines inside the calendar ignored");
    const property = parseContentLine(logical, line, problems);
    const current = open.at(-1);
    const aboveIsFull = full;
    full = lastLength >= FULL_LINE;
    if (property === null) {
      if (current && last && (aboveIsFull || (FREE_TEXT.has(last.name) && !/^[A-Z-]+=/.test(logical)))) {
        last.value += (aboveIsFull ? "" : "\\n") + logical;
        problems.add(`line ${line}: not a property, joined to ${last.name} above`);
      } else if (current) problems.add(`line ${line}: not a property, ignored: ${quote(logical)}`);
      else ignored += 1;
      continue;
    }
    if (property.name === "BEGIN") {
      last = undefined;
      begin(property.value.trim().toUpperCase(), line);
    } else if (property.name === "END") {
      last = undefined;
      end(property.value.trim().toUpperCase(), line);
    } else if (current) {
      current.properties.push(property);
      last = property;
    } else ignored += 1;
  }
  for (const component of open) problems.add(`END:${component.name} is missing`);
  if (ignored > 0 && roots.length > 0) problems.add(`${ignored} lines outside of the calendar ignored`);
  return roots;

  function begin(name: string, line: number): void {
    // None of these contains itself, so a second BEGIN means that an END was lost.
    const unclosed = NEVER_INSIDE_ITSELF.has(name) ? open.findIndex((component) => component.name === name) : -1;
    if (unclosed >= 0) {
      problems.add(`line ${line}: END:${name} is missing`);
      open.length = unclosed;
    }
    if (open.length >= MAX_DEPTH) {
      problems.add(`line ${line}: nested deeper than ${MAX_DEPTH}, ignored`);
      return;
    }
    const component: Component = { name, properties: [], components: [] };
    (open.at(-1)?.components ?? roots).push(component);
    open.push(component);
  }

  function end(name: string, line: number): void {
    const index = open.findLastIndex((component) => component.name === name);
    if (index < 0) {
      problems.add(`line ${line}: END:${name} without BEGIN ignored`);
      return;
    }
    for (const component of open.slice(index + 1)) problems.add(`line ${line}: END:${component.name} is missing`);
    open.length = index;
  }
}

/** Lines shorter than this were not folded by anybody (the limit is 75 octets). */
const FULL_LINE = 65;
/** Properties in which people's texts stand, so that a line that is no property is the rest of one with a bare line end. */
const FREE_TEXT: ReadonlySet<string> = new Set(["DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "CONTACT", "X-ALT-DESC"]);
const MAX_DEPTH = 20;
const NEVER_INSIDE_ITSELF: ReadonlySet<string> = new Set(["VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VALARM"]);

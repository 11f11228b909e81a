import { quote, type Problems } from "./problems.ts";

/** One property of a component (RFC 5545 section 3.1): names in upper case, parameter values unquoted, value as written. */
export interface ContentLine {
  name: string;
  params: Map<string, string[]>;
  value: string;
  /** Number of the line in the file, from 1. */
  line: number;
}

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

  /** Whether the line above is so long that its continuation may have lost the blank of its fold. */
  let full = false;
  for (const { text: logical, line, lastLength, afterBlank } of logicalLines(text)) {
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

interface LogicalLine {
  text: string;
  line: number;
  /** Length of its last physical line. */
  lastLength: number;
  /** Whether blank lines stand before it. */
  afterBlank: boolean;
}

/** Unfolded lines without blank ones. Accepts CRLF, LF, CR and doubled CR, and files that are indented as a whole. */
function* logicalLines(text: string): Generator<LogicalLine> {
  const indent = indentOf(text);
  let current: (Omit<LogicalLine, "text"> & { parts: string[]; softBreaks: boolean }) | undefined;
  let afterBlank = false;
  let number = 0;
  for (const physical of physicalLines(text.startsWith("\ufeff") ? text.slice(1) : text)) {
    number += 1;
    const line = indent > 0 ? stripIndent(physical, indent) : physical;
    if (current?.softBreaks && current.parts.at(-1)?.endsWith("=")) {
      current.parts.push(current.parts.pop()!.slice(0, -1), line);
      current.lastLength = line.length;
    } else if (line === "") {
      afterBlank = true;
    } else if (current && (line.startsWith(" ") || line.startsWith("\t"))) {
      current.parts.push(line.slice(1));
      current.lastLength = line.length;
    } else {
      if (current) yield { ...current, text: current.parts.join("") };
      current = { parts: [line], line: number, softBreaks: QUOTED_PRINTABLE.test(line.slice(0, 200)), lastLength: line.length, afterBlank };
      afterBlank = false;
    }
  }
  if (current) yield { ...current, text: current.parts.join("") };
}

/** A property head that announces quoted-printable, whose soft line breaks end in `=` (vCalendar 1.0). */
const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

function* physicalLines(text: string): Generator<string> {
  for (const chunk of text.split("\n")) {
    if (!chunk.includes("\r")) yield chunk;
    else {
      let end = chunk.length;
      while (end > 0 && chunk[end - 1] === "\r") end -= 1;
      yield* chunk.slice(0, end).split("\r");
    }
  }
}

/** How many blanks stand before the first word of the text. */
function indentOf(text: string): number {
  const first = text.search(/\S/);
  let start = Math.max(first, 0);
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start -= 1;
  return Math.max(first, 0) - start;
}

function stripIndent(line: string, indent: number): string {
  let count = 0;
  while (count < indent && (line[count] === " " || line[count] === "\t")) count += 1;
  return line.slice(count);
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*/;

/** One unfolded line, or null when it is not a property. */
export function parseContentLine(text: string, line: number, problems: Problems): ContentLine | null {
  const written = NAME.exec(text)?.[0];
  if (written === undefined) return null;
  const name = written.toUpperCase();
  let position = written.length;
  while (text[position] === " ") position += 1;
  const params = new Map<string, string[]>();
  if (text[position] === ":") return { name, params, value: text.slice(position + 1), line };
  if (text[position] !== ";") return null;
  position = parseParameters(text, position, params, () =>
    problems.add(`line ${line}: quotation mark of a ${name} parameter is not closed`),
  );
  if (position < 0) return null;
  const property: ContentLine = { name, params, value: text.slice(position + 1), line };
  return repairUnquotedColon(property, problems);
}

/** Fills `params` from `;a=b;c="d",e:`; returns the position of the colon, or -1 when there is none. */
function parseParameters(text: string, start: number, params: Map<string, string[]>, onOpenQuote: () => void): number {
  let position = start;
  while (text[position] === ";") {
    const head = position + 1;
    position = indexOfAny(text, "=;:", head);
    if (position < 0) return -1;
    const name = text.slice(head, position).trim().toUpperCase();
    if (text[position] !== "=") {
      // vCalendar 1.0 writes some parameters without a name.
      if (name !== "") addParam(params, BARE_PARAMETERS.get(name) ?? "TYPE", name);
      continue;
    }
    do {
      let value: string;
      [value, position] = parseParameterValue(text, position + 1, onOpenQuote);
      if (position < 0) return -1;
      addParam(params, name, unescapeParameter(value));
    } while (text[position] === ",");
  }
  return text[position] === ":" ? position : -1;
}

const BARE_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["QUOTED-PRINTABLE", "ENCODING"],
  ["BASE64", "ENCODING"],
  ["8BIT", "ENCODING"],
]);

function parseParameterValue(text: string, start: number, onOpenQuote: () => void): [value: string, next: number] {
  if (text[start] === '"') {
    const close = text.indexOf('"', start + 1);
    if (close >= 0) {
      const next = indexOfAny(text, ",;:", close + 1);
      return [text.slice(start + 1, close), next];
    }
    onOpenQuote();
  }
  const next = indexOfAny(text, ",;:", start);
  return [next < 0 ? "" : text.slice(text[start] === '"' ? start + 1 : start, next), next];
}

function addParam(params: Map<string, string[]>, name: string, value: string): void {
  const values = params.get(name);
  if (values) values.push(value);
  else params.set(name, [value]);
}

/** RFC 6868: `^n`, `^^`, `^'`; and the backslashes that some programs put before quotation marks. */
function unescapeParameter(value: string): string {
  const text = value.replace(/\^[n^']/g, (escape) => (escape === "^n" ? "\n" : escape === "^^" ? "^" : '"'));
  return text.replace(/^\\?"|\\?"$/g, "");
}

function indexOfAny(text: string, characters: string, from: number): number {
  for (let index = from; index < text.length; index += 1) if (characters.includes(text[index]!)) return index;
  return -1;
}

const DATE_VALUE = /^\s*(?:\d{8}|\d{4}-\d\d-\d\d)/;
const DATE_PROPERTIES: ReadonlySet<string> = new Set(["DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DUE"]);
const ADDRESS_PROPERTIES: ReadonlySet<string> = new Set(["ATTENDEE", "ORGANIZER"]);

/**
 * `DTSTART;TZID=(GMT+01:00) Prague:2026...` and `ATTENDEE;CN=Smith: Bob:mailto:...`: the first colon belongs to the parameter, which
 * should have been quoted. Only where the kind of value says so beyond doubt.
 */
function repairUnquotedColon(property: ContentLine, problems: Problems): ContentLine {
  const { name, params, value, line } = property;
  let cut = -1;
  if (DATE_PROPERTIES.has(name) && !DATE_VALUE.test(value) && !/^\s*P/i.test(value)) {
    cut = value.lastIndexOf(":");
    if (cut >= 0 && !DATE_VALUE.test(value.slice(cut + 1))) cut = -1;
  } else if (ADDRESS_PROPERTIES.has(name) && !/^\s*mailto:/i.test(value)) {
    cut = value.toLowerCase().lastIndexOf(":mailto:");
  }
  const lastName = [...params.keys()].at(-1);
  if (cut < 0 || lastName === undefined) return property;
  const values = params.get(lastName)!;
  values.push(`${values.pop()!}:${value.slice(0, cut).split(";", 1)[0]!}`);
  problems.add(`line ${line}: ${lastName} with a colon should be quoted: ${quote(values.at(-1)!)}`);
  return { ...property, value: value.slice(cut + 1) };
}

import { quote, type Problems } from "./problems.ts";

/** One property of a component (RFC 5545 section 3.1): names in upper case, parameter values unquoted, value as written. */
export interface ContentLine {
  name: string;
  params: Map<string, string[]>;
  value: string;
  /** Number of the line in the file, from 1. */
  line: number;
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
  const text = value.replace(/^\\?"|\\?"$/g, "");
  return text.replace(/\^[n^']/g, (escape) => (escape === "^n" ? "\n" : escape === "^^" ? "^" : '"'));
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

import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { toUtcInstant } from "@kronika/core/instants.ts";
import { decodeCalendar } from "./calendar/decode-calendar.ts";
import { expandEvents } from "./calendar/expand.ts";
import { parseCalendar } from "./calendar/parse-calendar.ts";
import type { ParsedCalendar } from "./calendar/shapes.ts";

/** One line of `kronika inspect calendar --json`: how a calendar file is read (shapes in calendar/shapes.ts). */
export interface InspectedCalendar extends ParsedCalendar {
  file: string;
}

export interface InspectCalendarOptions {
  /** ISO instant or date (its midnight in UTC). With either of them `events` are instances instead of series. */
  from?: string | undefined;
  to?: string | undefined;
}

const FIRST = "0001-01-02T00:00:00Z";
const LAST = "9999-12-30T00:00:00Z";
/** Larger files are not opened. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads one file. A file that cannot be read is an answer with `problems`, never an error.
 * @throws RangeError when `from` or `to` is neither an instant nor a date
 */
export async function inspectCalendar(path: string, options: InspectCalendarOptions = {}): Promise<InspectedCalendar> {
  const window = windowOf(options);
  const nothing: InspectedCalendar = { file: path, method: null, events: [], calendarTimeZone: null, ownZones: [], problems: [] };
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) return { ...nothing, problems: [`${size} bytes: larger than ${MAX_BYTES}, not read`] };
    bytes = await readFile(path);
  } catch (error) {
    return { ...nothing, problems: [`cannot be read: ${error instanceof Error && "code" in error ? String(error.code) : String(error)}`] };
  }
  const decoded = decodeCalendar(bytes);
  const calendar = parseCalendar(decoded.text);
  const result: InspectedCalendar = { file: path, ...calendar, problems: [...decoded.problems, ...calendar.problems] };
  if (window === null) return result;
  const { instances, problems } = expandEvents(calendar, window);
  return { ...result, events: instances, problems: [...result.problems, ...problems] };
}

/** Reads files, and of folders all `.ics`, `.ical`, `.ifb` and `.vcs` files at any depth, one after the other, in the order of their names. */
export async function* inspectCalendars(paths: string[], options: InspectCalendarOptions = {}): AsyncIterable<InspectedCalendar> {
  for (const path of paths) {
    for (const file of await filesOf(path)) yield await inspectCalendar(file, options);
  }
}

async function filesOf(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:ics|ical|ifb|vcs)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function windowOf({ from, to }: InspectCalendarOptions): { from: string; to: string } | null {
  if (from === undefined && to === undefined) return null;
  return { from: from === undefined ? FIRST : toInstant(from), to: to === undefined ? LAST : toInstant(to) };
}

function toInstant(text: string): string {
  const instant = toUtcInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (instant === null) throw new RangeError(`neither an ISO instant nor a date: ${text}`);
  return instant;
}

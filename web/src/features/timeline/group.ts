import type { InteractionSummary } from "../../api/types.ts";
import { compareInstants, daysBetween } from "../../format/zone.ts";

/** A line between entries. `at` is an instant of its day or month. */
export interface HeadingRow {
  type: "heading";
  key: string;
  label: "upcoming" | "today" | "yesterday" | "day" | "month";
  at: string;
}

/** One interaction; `older` are the earlier messages of its thread, newest first, folded below it. */
export interface EntryRow {
  type: "entry";
  key: string;
  item: InteractionSummary;
  older: InteractionSummary[];
}

export type TimelineRow = HeadingRow | EntryRow;

/** Days that have a heading of their own; older entries are gathered by month. */
const DAYS_APART = 7;

/**
 * The rows of a timeline: what is still to come on top, soonest first; then newest first by day and, further back, by month. Messages of
 * one thread are folded under the newest one.
 * @param items newest first, as the hub gives them
 */
export function groupTimeline(items: readonly InteractionSummary[], now: string, timeZone: string): TimelineRow[] {
  const upcoming = items.filter((item) => isUpcoming(item, now)).sort((a, b) => compareInstants(a.occurredAt, b.occurredAt));
  const rows: TimelineRow[] = [];
  if (upcoming[0]) {
    rows.push({ type: "heading", key: "upcoming", label: "upcoming", at: upcoming[0].occurredAt });
    rows.push(...upcoming.map((item) => entry(item, [])));
  }
  let last = "";
  for (const { item, older } of foldThreads(items.filter((one) => !isUpcoming(one, now)))) {
    const heading = headingOf(item.occurredAt, now, timeZone);
    if (heading.key !== last) rows.push(heading);
    last = heading.key;
    rows.push(entry(item, older));
  }
  return rows;
}

/** A meeting that has not begun. Notes and mails dated ahead of the clock (a sender's wrong clock) are not. */
export function isUpcoming(item: InteractionSummary, now: string): boolean {
  return item.kind === "meeting" && compareInstants(item.occurredAt, now) > 0;
}

/** Puts the older mails of a thread under its newest one. Other kinds stand alone. */
export function foldThreads(items: readonly InteractionSummary[]): { item: InteractionSummary; older: InteractionSummary[] }[] {
  const heads = new Map<string, InteractionSummary[]>();
  const folded: { item: InteractionSummary; older: InteractionSummary[] }[] = [];
  for (const item of items) {
    const older = item.kind === "email" ? heads.get(item.threadId) : undefined;
    if (older) {
      older.push(item);
      continue;
    }
    const own: InteractionSummary[] = [];
    if (item.kind === "email") heads.set(item.threadId, own);
    folded.push({ item, older: own });
  }
  return folded;
}

const entry = (item: InteractionSummary, older: InteractionSummary[]): EntryRow => ({ type: "entry", key: item.id, item, older });

function headingOf(at: string, now: string, timeZone: string): HeadingRow {
  const days = daysBetween(now, at, timeZone);
  if (days >= 0) return { type: "heading", key: "today", label: "today", at };
  if (days === -1) return { type: "heading", key: "yesterday", label: "yesterday", at };
  const date = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  if (days > -DAYS_APART) return { type: "heading", key: date.toPlainDate().toString(), label: "day", at };
  return { type: "heading", key: date.toPlainDate().toPlainYearMonth().toString(), label: "month", at };
}

import { eq, and } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { withClient } from "../../db/transaction.ts";
import { snoozeReminder } from "../reminders/move.ts";

/** An entry of ours as it stands in the calendar. `start`: ISO instant. */
export interface SeenEntry {
  href: string;
  etag: string | null;
  start: string | null;
}

/**
 * A reminder's entry was seen in this version. When its person has dragged it to another time, the reminder goes with it; what is
 * written next replaces exactly this version.
 */
export async function followOwnEntry(tx: Tx, ctx: Ctx, connectionId: string, entry: SeenEntry): Promise<void> {
  const rows = await tx
    .select({ id: reminders.id, etag: reminders.calendarEtag, dueAt: reminders.dueAt, state: reminders.state })
    .from(reminders)
    .where(and(eq(reminders.calendarConnectionId, connectionId), eq(reminders.calendarHref, entry.href)))
    .for("update");
  const row = rows[0];
  if (!row || row.etag === entry.etag) return;
  await tx.update(reminders).set({ calendarEtag: entry.etag }).where(eq(reminders.id, row.id));
  // Without the version that we wrote nobody can tell an edit from our own writing.
  const edited = row.etag !== null && entry.start !== null && Date.parse(entry.start) !== row.dueAt.getTime();
  if (edited && (row.state === "waiting" || row.state === "due")) await snoozeReminder(ctx, row.id, { until: entry.start! });
}

/** Entries that their person took out of the calendar: the reminders stay, and write a new entry when they change the next time. */
export async function forgetOwnEntries(tx: Tx, _ctx: Ctx, connectionId: string, hrefs: readonly string[]): Promise<void> {
  await withClient(tx).query(
    "UPDATE reminders SET calendar_connection_id = NULL, calendar_href = NULL, calendar_etag = NULL WHERE calendar_connection_id = $1 AND calendar_href = ANY($2::text[])",
    [connectionId, hrefs],
  );
}

import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { inTransaction } from "../../db/transaction.ts";
import { findEntryCalendar } from "./entry-calendar.ts";

/**
 * What the workflow of a reminder must know, in ids, dates and codes: `over` for one that is finished or gone. `calendar` says whether
 * there is something to do in the rep's calendar, `version` changes whenever the entry may read differently or stand elsewhere.
 */
export type ReminderForWorkflow =
  | { phase: "over" }
  | { phase: "waiting" | "due"; dueAt: string; calendar: "wanted" | "not"; version: string };

export async function loadReminderForWorkflow(ctx: Ctx, id: string): Promise<ReminderForWorkflow> {
  return inTransaction(ctx, async (tx) => {
    const row = (await tx.select().from(reminders).where(eq(reminders.id, id)))[0];
    if (!row || (row.state !== "waiting" && row.state !== "due")) return { phase: "over" };
    // "If nobody answers" enters the calendar only when nobody did; from then on the entry goes with the reminder, also when it is snoozed.
    const calendar = await findEntryCalendar(tx, row);
    const shown = row.kind === "dated" || row.state === "due" || row.calendarHref !== null;
    const wanted = shown && (calendar !== null || row.calendarHref !== null);
    const version = `${row.updatedAt.toISOString()} ${calendar?.connectionId ?? "none"}`;
    return { phase: row.state, dueAt: row.dueAt.toISOString(), calendar: wanted ? "wanted" : "not", version };
  });
}

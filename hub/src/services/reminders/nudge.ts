import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { enqueueWorkflow } from "../outbox.ts";

/** The workflows of a person's open reminders look again: after a calendar was connected, came back, or is to take no reminders any more. */
export async function nudgeReminders(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const rows = await tx
    .select({ id: reminders.id })
    .from(reminders)
    .where(and(eq(reminders.userId, userId), inArray(reminders.state, ["waiting", "due"])));
  await enqueueWorkflow(tx, ctx, "reminder", ...rows.map((row) => row.id));
}

import { and, eq, lte } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { emit } from "../webhooks/events.ts";

/**
 * The time of a waiting reminder has come. Done once: a repeat, and a reminder that was answered, moved or finished meanwhile, change
 * nothing.
 * @param input.at the instant of the workflow's clock
 * @returns whether it fell due now
 */
export async function fallDue(ctx: Ctx, input: { id: string; at: Date }): Promise<boolean> {
  authorise(ctx.actor.kind === "system");
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .update(reminders)
      .set({ state: "due", fellDueAt: input.at, updatedAt: ctx.now() })
      .where(and(eq(reminders.id, input.id), eq(reminders.state, "waiting"), lte(reminders.dueAt, input.at)))
      .returning({ customerId: reminders.customerId });
    const row = rows[0];
    if (!row) return false;
    await emit(tx, ctx, "reminder.due", [input.id]);
    await audit(tx, ctx, { verb: "fall-due", noun: "reminder", rowId: input.id });
    await announce(tx, ctx, { noun: "reminder", id: input.id, customerIds: row.customerId ? [row.customerId] : [] });
    return true;
  });
}

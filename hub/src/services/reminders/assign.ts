import { eq } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { mayReminder } from "../../policies/reminder.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { tellAssigned } from "../notifications/assigned.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { principalsSql, seesCustomerSql, seesInteractionSql } from "../rights/principals.ts";
import { assertUser } from "../users/assert-user.ts";

export const assignReminderSchema = z.strictObject({ userId: z.uuid() });

/**
 * Gives a reminder to a colleague, who is told; the entry goes from the one calendar to the other. One's own reminder, or as a manager anybody's.
 * @throws AppError `not-found`, `conflict` for one that is finished, `invalid` for a person who would not see what it is about
 */
export async function assignReminder(ctx: Ctx, id: string, input: z.input<typeof assignReminderSchema>): Promise<void> {
  const { userId } = parse(assignReminderSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const row = found((await tx.select().from(reminders).where(eq(reminders.id, id)).for("update"))[0], "reminder");
    if (!mayReminder(ctx.actor, "view", row)) throw new AppError("not-found", "There is no such reminder.");
    authorise(mayReminder(ctx.actor, "edit", row));
    if (row.state !== "waiting" && row.state !== "due") throw new AppError("conflict", "This reminder is finished already.");
    if (row.userId === userId) return;
    await assertUser(tx, userId, "/userId");
    await assertSees(tx, id, userId);
    await tx.update(reminders).set({ userId, updatedAt: ctx.now() }).where(eq(reminders.id, id));
    await enqueueWorkflow(tx, ctx, "reminder", id);
    await tellAssigned(tx, ctx, userId, { reminderId: id });
    await audit(tx, ctx, { verb: "assign", noun: "reminder", rowId: id, detail: { from: row.userId, to: userId } });
    await announce(tx, ctx, { noun: "reminder", id, customerIds: row.customerId ? [row.customerId] : [] });
  });
}

/** A reminder about something that its person does not see would be nobody's. */
async function assertSees(tx: Tx, id: string, userId: string): Promise<void> {
  const { rowCount } = await withSystemEyes(tx, () =>
    withClient(tx).query(
      `SELECT 1 FROM reminders r, (SELECT ${principalsSql("u")} AS principals FROM users u WHERE u.id = $2) p WHERE r.id = $1
         AND ${seesCustomerSql("r.customer_id", "p.principals")}
         AND (r.interaction_id IS NULL OR ${seesInteractionSql("r.interaction_id", "p.principals", "metadata")})`,
      [id, userId],
    ),
  );
  if (rowCount === 0)
    throw new AppError("invalid", "Some fields are not right.", {
      fields: [{ pointer: "/userId", message: "cannot see what this reminder is about" }],
    });
}

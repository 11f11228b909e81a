import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { reminders, type ReminderState } from "../../db/schema/reminders.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayReminder } from "../../policies/reminder.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { snoozeReminderSchema, updateReminderSchema, type UpdateReminder } from "./schemas.ts";

type Row = typeof reminders.$inferSelect;
type Change = Partial<typeof reminders.$inferInsert>;

/** Done: the person did it. A repeat is no error. */
export const completeReminder = (ctx: Ctx, id: string) =>
  move(ctx, id, "done", (row) => (isOpen(row) ? { state: "done", outcome: { code: "done" }, finishedAt: ctx.now() } : null));

/** Not wanted any more. */
export const cancelReminder = (ctx: Ctx, id: string) =>
  move(ctx, id, "cancel", (row) => (isOpen(row) ? { state: "cancelled", outcome: { code: "cancelled" }, finishedAt: ctx.now() } : null));

/** Takes back what finished it: waiting again, or due if its time has passed. */
export const reopenReminder = (ctx: Ctx, id: string) =>
  move(ctx, id, "reopen", (row) => (isOpen(row) ? null : { ...openState(ctx, row.dueAt), outcome: null, finishedAt: null }));

/** Due again at `until`. @throws AppError `conflict` when it is finished */
export async function snoozeReminder(ctx: Ctx, id: string, input: { until: string }): Promise<void> {
  const until = new Date(parse(snoozeReminderSchema, input).until);
  await move(ctx, id, "snooze", (row) => {
    assertOpen(row);
    return { ...openState(ctx, until), dueAt: until };
  });
}

/** Changes words or date. @throws AppError `conflict` when it is finished and the date is to move */
export async function updateReminder(ctx: Ctx, id: string, input: UpdateReminder): Promise<void> {
  const { at, ...words } = parse(updateReminderSchema, input);
  await move(ctx, id, "edit", (row) => {
    if (at === undefined) return words as Change;
    assertOpen(row);
    return { ...(words as Change), ...openState(ctx, new Date(at)), dueAt: new Date(at) };
  });
}

const isOpen = (row: { state: ReminderState }) => row.state === "waiting" || row.state === "due";

function assertOpen(row: Row): void {
  if (!isOpen(row)) throw new AppError("conflict", "This reminder is finished already.");
}

const openState = (ctx: Ctx, dueAt: Date): Change =>
  dueAt <= ctx.now() ? { state: "due", fellDueAt: ctx.now() } : { state: "waiting", fellDueAt: null };

/** Every change of a reminder: lock the row, check, write, tell the workflow. `change` answers null when there is nothing to do. */
async function move(ctx: Ctx, id: string, verb: string, change: (row: Row) => Change | null): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx.select().from(reminders).where(eq(reminders.id, id)).for("update");
    const row = found(rows[0], "reminder");
    if (!mayReminder(ctx.actor, "view", row)) throw new AppError("not-found", "There is no such reminder.");
    authorise(mayReminder(ctx.actor, "edit", row));
    const changes = change(row);
    if (changes === null) return;
    await tx
      .update(reminders)
      .set({ ...changes, updatedAt: ctx.now() })
      .where(eq(reminders.id, id));
    await enqueueWorkflow(tx, ctx, "reminder", id);
    await audit(tx, ctx, { verb, noun: "reminder", rowId: id });
    await announce(tx, ctx, { noun: "reminder", id, customerIds: row.customerId ? [row.customerId] : [] });
  });
}

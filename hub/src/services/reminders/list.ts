import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayReminder } from "../../policies/reminder.ts";
import { found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { listRemindersSchema, type ListReminders } from "./schemas.ts";

const columns = {
  id: reminders.id,
  kind: reminders.kind,
  title: reminders.title,
  note: reminders.note,
  dueAt: reminders.dueAt,
  state: reminders.state,
  outcome: reminders.outcome,
  userId: reminders.userId,
  userName: users.name,
  customerId: reminders.customerId,
  customerName: customers.name,
  opportunityId: reminders.opportunityId,
  opportunityName: opportunities.name,
  interactionId: reminders.interactionId,
  fellDueAt: reminders.fellDueAt,
  finishedAt: reminders.finishedAt,
  calendarHref: reminders.calendarHref,
  createdAt: reminders.createdAt,
};

export type ReminderRow = Awaited<ReturnType<typeof getReminder>>;

/** One reminder. @throws AppError `not-found`, also for somebody else's */
export async function getReminder(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select(columns)
      .from(reminders)
      .innerJoin(users, eq(users.id, reminders.userId))
      .leftJoin(customers, eq(customers.id, reminders.customerId))
      .leftJoin(opportunities, eq(opportunities.id, reminders.opportunityId))
      .where(eq(reminders.id, id));
    const row = found(rows[0], "reminder");
    if (!mayReminder(ctx.actor, "view", row)) throw new AppError("not-found", "There is no such reminder.");
    return row;
  });
}

/** Reminders by due date. A rep sees the own ones, also without `mine`. */
export async function listReminders(ctx: Ctx, input: ListReminders): Promise<Page<ReminderRow>> {
  const { states, mine, customerId, interactionId, opportunityId, limit, cursor } = parse(listRemindersSchema, input);
  return inTransaction(ctx, async (tx) => {
    const conditions: (SQL | undefined)[] = [];
    const me = actingUserId(ctx);
    if (mine || (ctx.actor.kind !== "system" && ctx.actor.role === "rep")) conditions.push(eq(reminders.userId, me ?? ""));
    if (states) conditions.push(inArray(reminders.state, states));
    if (customerId) conditions.push(eq(reminders.customerId, customerId));
    if (interactionId) conditions.push(eq(reminders.interactionId, interactionId));
    if (opportunityId) conditions.push(eq(reminders.opportunityId, opportunityId));
    const after = decodeCursor(cursor, 2);
    if (after) conditions.push(sql`(${reminders.dueAt}, ${reminders.id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await tx
      .select(columns)
      .from(reminders)
      .innerJoin(users, eq(users.id, reminders.userId))
      .leftJoin(customers, eq(customers.id, reminders.customerId))
      .leftJoin(opportunities, eq(opportunities.id, reminders.opportunityId))
      .where(and(...conditions))
      .orderBy(reminders.dueAt, reminders.id)
      .limit(limit + 1);
    return toPage(rows, limit, (row) => [row.dueAt.toISOString(), row.id]);
  });
}

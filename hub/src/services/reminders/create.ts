import { and, eq, inArray, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { interactionLinks, interactionParticipants, interactions, interactionSubjects } from "../../db/schema/interactions.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayReminder } from "../../policies/reminder.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { assertCustomer } from "../customers/assert-customer.ts";
import { tellAssigned } from "../notifications/assigned.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { addDays } from "../time-zone.ts";
import { assertUser } from "../users/assert-user.ts";
import { closeAnswered, type Answer } from "./answers.ts";
import { createReminderSchema, type CreateReminder } from "./schemas.ts";

/**
 * Creates a reminder: at a date, or "if nobody answers within N days" counted from now. One whose answer is there already closes at
 * once and says so. A repeat with the same `clientId` answers as the first did.
 */
export async function createReminder(ctx: Ctx, input: CreateReminder): Promise<{ id: string; dueAt: Date }> {
  const fields = parse(createReminderSchema, input);
  const userId = ("userId" in fields ? fields.userId : undefined) ?? actingUserId(ctx);
  if (userId === null)
    throw new AppError("invalid", "Say whose reminder it is.", { fields: [{ pointer: "/userId", message: "is missing" }] });
  authorise(mayReminder(ctx.actor, "create", { userId }));
  return inTransaction(ctx, async (tx, ctx) => {
    if (fields.clientId) {
      const earlier = await tx
        .select({ id: reminders.id, dueAt: reminders.dueAt })
        .from(reminders)
        .where(and(eq(reminders.clientId, fields.clientId), eq(reminders.userId, userId)));
      if (earlier[0]) return earlier[0];
    }
    await assertUser(tx, userId, "/userId");
    const subject = fields.interactionId ? await loadSubject(tx, fields.interactionId) : null;
    const id = newId();
    const common = {
      id,
      orgId: ctx.orgId,
      userId,
      note: fields.note ?? null,
      opportunityId: fields.opportunityId ?? subject?.opportunityId ?? null,
      interactionId: subject?.id ?? null,
      threadId: subject?.threadId ?? null,
      clientId: fields.clientId ?? null,
      createdBy: actingUserId(ctx),
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    };
    let dueAt: Date;
    if ("at" in fields) {
      dueAt = new Date(fields.at);
      if (fields.customerId) await assertCustomer(tx, fields.customerId);
      await tx
        .insert(reminders)
        .values({ ...common, kind: "dated", title: fields.title, customerId: fields.customerId ?? subject?.customerId ?? null, dueAt });
    } else {
      const mail = found(subject, "interaction");
      const organization = (await tx.select({ timeZone: organizations.timeZone }).from(organizations))[0];
      dueAt = addDays(ctx.now(), fields.noReplyWithinDays, organization?.timeZone ?? "Europe/Bratislava");
      await tx.insert(reminders).values({
        ...common,
        kind: "no-reply",
        title: fields.title ?? mail.subject ?? "",
        customerId: mail.customerId,
        dueAt,
        answersSince: mail.occurredAt,
        awaits: mail.outsideAddresses,
      });
      await closeAnswered(tx, ctx, await answersSince(tx, mail));
    }
    await enqueueWorkflow(tx, ctx, "reminder", id);
    if (actingUserId(ctx) !== null) await tellAssigned(tx, ctx, userId, { reminderId: id });
    await audit(tx, ctx, { verb: "create", noun: "reminder", rowId: id });
    const customerId = ("customerId" in fields ? fields.customerId : null) ?? subject?.customerId;
    await announce(tx, ctx, { noun: "reminder", id, customerIds: customerId ? [customerId] : [] });
    return { id, dueAt };
  });
}

interface Subject {
  id: string;
  threadId: string;
  occurredAt: Date;
  subject: string | null;
  customerId: string | null;
  opportunityId: string | null;
  outsideAddresses: string[];
}

/** What the reminder is about, as far as its person may see it. @throws AppError `not-found` */
async function loadSubject(tx: Tx, interactionId: string): Promise<Subject> {
  const rows = await tx
    .select({
      id: interactions.id,
      threadId: interactions.threadId,
      occurredAt: interactions.occurredAt,
      direction: interactions.direction,
      subject: interactionSubjects.subject,
    })
    .from(interactions)
    .leftJoin(interactionSubjects, eq(interactionSubjects.interactionId, interactions.id))
    .where(eq(interactions.id, interactionId));
  const row = found(rows[0], "interaction");
  const links = await tx
    .select({ target: interactionLinks.target, id: interactionLinks.targetId })
    .from(interactionLinks)
    .where(and(eq(interactionLinks.interactionId, interactionId), eq(interactionLinks.chosen, true)));
  const people = await tx
    .select({ address: interactionParticipants.address, userId: interactionParticipants.userId, role: interactionParticipants.role })
    .from(interactionParticipants)
    .where(eq(interactionParticipants.interactionId, interactionId));
  const linked = (target: string) => links.find((link) => link.target === target)?.id ?? null;
  const awaited = people.filter((p) => p.userId === null && p.address !== null && (row.direction !== "incoming" || p.role === "from"));
  return {
    ...row,
    customerId: linked("customer"),
    opportunityId: linked("opportunity"),
    outsideAddresses: [...new Set(awaited.map((p) => p.address!))],
  };
}

/** Answers that have come before the reminder was set. */
async function answersSince(tx: Tx, mail: Subject): Promise<Answer[]> {
  const fromAwaited = tx
    .select({ id: interactionParticipants.interactionId })
    .from(interactionParticipants)
    .where(
      and(
        eq(interactionParticipants.role, "from"),
        inArray(interactionParticipants.address, mail.outsideAddresses.length > 0 ? mail.outsideAddresses : [""]),
      ),
    );
  const rows = await tx
    .select({
      interactionId: interactions.id,
      threadId: interactions.threadId,
      occurredAt: interactions.occurredAt,
      fromAddress: sql<
        string | null
      >`(SELECT p.address FROM interaction_participants p WHERE p.interaction_id = ${interactions.id} AND p.role = 'from' LIMIT 1)`,
    })
    .from(interactions)
    .where(
      and(
        eq(interactions.kind, "email"),
        eq(interactions.direction, "incoming"),
        eq(interactions.state, "active"),
        sql`coalesce(${interactions.details} ->> 'mailKind', 'normal') = 'normal'`,
        sql`${interactions.occurredAt} > ${mail.occurredAt}`,
        sql`(${interactions.threadId} = ${mail.threadId} OR ${interactions.id} IN ${fromAwaited})`,
      ),
    )
    .limit(20);
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
}

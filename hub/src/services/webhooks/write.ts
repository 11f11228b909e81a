import { and, eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { webhookDeliveries, webhooks } from "../../db/schema/webhooks.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayWebhook } from "../../policies/webhook.ts";
import { seal } from "../../secrets.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { secretPlace } from "./deliver.ts";
import { WEBHOOK_CHANNEL } from "./events.ts";
import { createWebhookSchema, updateWebhookSchema, type CreateWebhook, type UpdateWebhook } from "./schemas.ts";
import { newWebhookSecret } from "./signature.ts";

const REFUSAL = "Only an administrator may work with webhooks.";

/** Makes a webhook, with the eyes of whoever makes it. @returns its signing secret, which is shown this once */
export async function createWebhook(ctx: Ctx, input: CreateWebhook): Promise<{ id: string; secret: string }> {
  authorise(mayWebhook(ctx.actor), REFUSAL);
  const fields = parse(createWebhookSchema, input);
  const createdBy = actingUserId(ctx);
  if (createdBy === null) throw new AppError("forbidden", "A webhook sees with the eyes of a person.");
  const [id, secret] = [newId(), newWebhookSecret()];
  await inTransaction(ctx, async (tx, ctx) => {
    await tx.insert(webhooks).values({
      id,
      orgId: ctx.orgId,
      ...fields,
      secret: seal(ctx.keys, secretPlace(id), secret),
      createdBy,
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    });
    await audit(tx, ctx, { verb: "create", noun: "webhook", rowId: id, detail: { events: fields.events } });
  });
  return { id, secret };
}

/** Changes the given fields. Switched on again, it begins anew; what failed before can be sent again from its log. */
export async function updateWebhook(ctx: Ctx, id: string, input: UpdateWebhook): Promise<void> {
  authorise(mayWebhook(ctx.actor), REFUSAL);
  const { active, ...given } = parse(updateWebhookSchema, input);
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const switched = active === undefined ? {} : active ? { state: "active" as const, failingSince: null } : { state: "off" as const };
  await inTransaction(ctx, async (tx, ctx) => {
    await change(tx, id, { ...fields, ...switched, updatedAt: ctx.now() });
    await audit(tx, ctx, { verb: "edit", noun: "webhook", rowId: id, detail: { fields: Object.keys(input) } });
  });
}

/** Gives it a new signing secret; the old one signs nothing any more. @returns the secret, shown this once */
export async function rotateWebhookSecret(ctx: Ctx, id: string): Promise<{ secret: string }> {
  authorise(mayWebhook(ctx.actor), REFUSAL);
  const secret = newWebhookSecret();
  await inTransaction(ctx, async (tx, ctx) => {
    await change(tx, id, { secret: seal(ctx.keys, secretPlace(id), secret), updatedAt: ctx.now() });
    await audit(tx, ctx, { verb: "rotate", noun: "webhook", rowId: id });
  });
  return { secret };
}

/** Removes a webhook with its log. */
export async function deleteWebhook(ctx: Ctx, id: string): Promise<void> {
  authorise(mayWebhook(ctx.actor), REFUSAL);
  await inTransaction(ctx, async (tx, ctx) => {
    found((await tx.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id }))[0], "webhook");
    await audit(tx, ctx, { verb: "delete", noun: "webhook", rowId: id });
  });
}

/** Sends a test event. @returns the delivery, to be looked up in the log */
export async function testWebhook(ctx: Ctx, id: string): Promise<{ deliveryId: string }> {
  authorise(mayWebhook(ctx.actor), REFUSAL);
  return inTransaction(ctx, async (tx, ctx) => {
    found((await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, id)))[0], "webhook");
    const deliveryId = newId();
    const now = ctx.now();
    await tx.insert(webhookDeliveries).values({
      id: deliveryId,
      orgId: ctx.orgId,
      webhookId: id,
      event: "test",
      subjectId: id,
      occurredAt: now,
      nextAttemptAt: now,
      createdAt: now,
    });
    await wake(tx);
    return { deliveryId };
  });
}

/** Sends a delivery of the log again, under its old id: a receiver that has it already knows. */
export async function replayDelivery(ctx: Ctx, webhookId: string, id: string): Promise<void> {
  authorise(mayWebhook(ctx.actor), REFUSAL);
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .update(webhookDeliveries)
      .set({ state: "pending", attempts: 0, nextAttemptAt: ctx.now(), finishedAt: null, problem: null })
      .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)))
      .returning({ id: webhookDeliveries.id });
    found(rows[0], "delivery");
    await audit(tx, ctx, { verb: "replay", noun: "webhook", rowId: webhookId, detail: { delivery: id } });
    await wake(tx);
  });
}

async function change(tx: Tx, id: string, fields: Partial<typeof webhooks.$inferInsert>): Promise<void> {
  found((await tx.update(webhooks).set(fields).where(eq(webhooks.id, id)).returning({ id: webhooks.id }))[0], "webhook");
}

const wake = (tx: Tx) => withClient(tx).query("SELECT pg_notify($1, '')", [WEBHOOK_CHANNEL]);

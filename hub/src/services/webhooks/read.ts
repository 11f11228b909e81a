import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { webhookDeliveries, webhooks } from "../../db/schema/webhooks.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayWebhook } from "../../policies/webhook.ts";
import { authorise, found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { listDeliveriesSchema } from "./schemas.ts";

/** Everything but the sealed secret. */
const columns = {
  id: webhooks.id,
  url: webhooks.url,
  description: webhooks.description,
  events: webhooks.events,
  state: webhooks.state,
  failingSince: webhooks.failingSince,
  lastSuccessAt: webhooks.lastSuccessAt,
  createdBy: webhooks.createdBy,
  createdAt: webhooks.createdAt,
};
export type WebhookRow = Omit<typeof webhooks.$inferSelect, "secret" | "orgId" | "updatedAt">;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

/** All webhooks of the organisation; never a secret. @throws AppError `forbidden` */
export async function listWebhooks(ctx: Ctx): Promise<WebhookRow[]> {
  authorise(mayWebhook(ctx.actor));
  return inTransaction(ctx, (tx) => tx.select(columns).from(webhooks).orderBy(webhooks.id).limit(1000));
}

/** @throws AppError `forbidden`, `not-found` */
export async function getWebhook(ctx: Ctx, id: string): Promise<WebhookRow> {
  authorise(mayWebhook(ctx.actor));
  return inTransaction(ctx, async (tx) => found((await tx.select(columns).from(webhooks).where(eq(webhooks.id, id)))[0], "webhook"));
}

/** The log of a webhook, newest first. */
export async function listDeliveries(ctx: Ctx, webhookId: string, input: z.input<typeof listDeliveriesSchema>): Promise<Page<DeliveryRow>> {
  const { limit, cursor } = parse(listDeliveriesSchema, input);
  const after = decodeCursor(cursor, 1);
  await getWebhook(ctx, webhookId);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.webhookId, webhookId), after?.[0] ? lt(webhookDeliveries.id, after[0]) : undefined))
      .orderBy(desc(webhookDeliveries.id))
      .limit(limit + 1);
    return toPage(rows, limit, (row) => [row.id]);
  });
}

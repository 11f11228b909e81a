import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { withClient, withSystemEyes } from "../../db/transaction.ts";

/** What a webhook can be told of. Names are part of the outside surface. */
export const webhookEvents = [
  "interaction.recorded",
  "interaction.updated",
  "interaction.erased",
  "reaction.recorded",
  "reminder.due",
  "enrolment.stopped",
  "opportunity.changed",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Wakes the deliverer. */
export const WEBHOOK_CHANNEL = "kronika_webhooks";

/**
 * In the transaction of a change: one delivery for each webhook that wants to hear of it. Nothing is written in an organisation without
 * webhooks.
 */
export async function emit(tx: Tx, ctx: Ctx, event: WebhookEvent, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  const client = withClient(tx);
  await withSystemEyes(tx, async () => {
    const { rows } = await client.query<{ id: string }>({
      name: "webhooks-of-event",
      text: "SELECT id FROM webhooks WHERE org_id = app_org() AND state = 'active' AND $1 = ANY(events)",
      values: [event],
    });
    if (rows.length === 0) return;
    const deliveries = rows.flatMap((webhook) =>
      subjectIds.map((subjectId) => ({ id: newId(), webhook_id: webhook.id, subject_id: subjectId })),
    );
    await client.query(
      `WITH d AS (INSERT INTO webhook_deliveries (id, org_id, webhook_id, event, subject_id, occurred_at, next_attempt_at, created_at)
         SELECT n.id, app_org(), n.webhook_id, $2, n.subject_id, $3, $3, $3 FROM json_to_recordset($1::json) AS n(id uuid, webhook_id uuid, subject_id uuid))
       SELECT pg_notify('${WEBHOOK_CHANNEL}', '')`,
      [JSON.stringify(deliveries), event, ctx.now()],
    );
  });
}

import { z } from "zod";
import { addressSchema } from "@kronika/core/interactions/common.ts";
import type { Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { emit } from "../webhooks/events.ts";

/** What a person states about an interaction, because nothing else tells it. */
export const stateReactionSchema = z.object({
  kind: z.enum(["opt-out"]),
  /** Of the participant who did it. */
  address: addressSchema,
});
export type StateReaction = z.input<typeof stateReactionSchema>;

/**
 * Keeps that somebody who took part does not want to be written to any more: whoever sees the interaction may state it. A repeat changes
 * nothing.
 * @throws AppError `not-found` for an interaction, or an address that did not take part in it; `invalid` naming the field
 */
export async function stateReaction(ctx: Ctx, interactionId: string, input: StateReaction): Promise<void> {
  const { kind, address } = parse(stateReactionSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const client = withClient(tx);
    const { rows } = await client.query<{ contactId: string | null; customerIds: string[] }>(
      `SELECT p.contact_id AS "contactId", ARRAY(SELECT l.target_id FROM interaction_links l
         WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen) AS "customerIds"
       FROM interactions i JOIN interaction_participants p ON p.interaction_id = i.id
       WHERE i.id = $1 AND i.state <> 'merged' AND p.address = $2 AND p.user_id IS NULL LIMIT 1`,
      [interactionId, address],
    );
    const { contactId, customerIds } = found(rows[0], "participant of this interaction");
    const id = newId();
    const added = await client.query(
      `INSERT INTO reactions (id, org_id, kind, interaction_id, to_interaction_id, contact_id, address, occurred_at)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [id, ctx.orgId, kind, interactionId, contactId, address, ctx.now()],
    );
    if (added.rowCount === 0) return;
    await emit(tx, ctx, "reaction.recorded", [id]);
    await audit(tx, ctx, { verb: kind, noun: "interaction", rowId: interactionId });
    await announce(tx, ctx, { noun: "interaction", id: interactionId, customerIds });
  });
}

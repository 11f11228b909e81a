import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayShareInteraction } from "../../policies/rights.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { applyRightsChange } from "./apply-change.ts";
import { sharedInteraction } from "./resource.ts";
import { rightsLock } from "./rules.ts";

/** Makes an interaction private, or shares it again: only its owners may. @throws AppError `not-found`, `forbidden` */
export async function setPrivate(ctx: Ctx, id: string, isPrivate: boolean): Promise<void> {
  await inTransaction(
    ctx,
    async (tx, ctx) => {
      const interaction = await sharedInteraction(tx, id);
      authorise(mayShareInteraction(ctx.actor, { ...interaction, private: true }), "Only its owners may make this private.");
      const { rows } = await withClient(tx).query<{ customerIds: string[] }>(
        `UPDATE interactions i SET private = $2, updated_at = $3 WHERE id = $1
         RETURNING ARRAY(SELECT l.target_id FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen) AS "customerIds"`,
        [id, isPrivate, ctx.now()],
      );
      await applyRightsChange(tx, ctx, "interaction", id);
      await audit(tx, ctx, { verb: isPrivate ? "hide" : "share", noun: "interaction", rowId: id });
      await announce(tx, ctx, { noun: "interaction", id, customerIds: rows[0]?.customerIds ?? [] });
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { grants } from "../../db/schema/rights.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { announce } from "../outbox.ts";
import { found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { applyRightsChange } from "./apply-change.ts";
import { assertGrantee, assertMayShare } from "./resource.ts";
import { rightsLock } from "./rules.ts";
import { giveGrantSchema, type GiveGrant } from "./schemas.ts";

/**
 * Gives a person, team, role or everybody a right on a customer, deal, interaction or on the mail of a person. One grant per grantee and
 * thing: giving again replaces it. Holds at once, also for what stands already.
 * @throws AppError `not-found`, `forbidden`, `invalid`
 */
export async function giveGrant(ctx: Ctx, input: GiveGrant): Promise<{ id: string }> {
  const { grantee, resource, resourceId, level, verbs } = parse(giveGrantSchema, input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      await assertMayShare(tx, ctx, resource, resourceId);
      await assertGrantee(tx, grantee);
      const rows = await tx
        .insert(grants)
        .values({
          id: newId(),
          orgId: ctx.orgId,
          grantee,
          resource,
          resourceId,
          level,
          verbs,
          createdBy: actingUserId(ctx),
          createdAt: ctx.now(),
          updatedAt: ctx.now(),
        })
        .onConflictDoUpdate({
          target: [grants.orgId, grants.resource, grants.resourceId, grants.grantee],
          set: { level, verbs, createdBy: actingUserId(ctx), updatedAt: ctx.now() },
        })
        .returning({ id: grants.id });
      const { id } = found(rows[0], "right");
      await applyRightsChange(tx, ctx, resource, resourceId);
      // Open pages read again what they may see now; mail of a person is everywhere, and is read with the next look.
      if (resource !== "user")
        await announce(tx, ctx, { noun: resource, id: resourceId, customerIds: resource === "customer" ? [resourceId] : [] });
      await audit(tx, ctx, { verb: "give", noun: "grant", rowId: id, detail: { grantee, resource, resourceId, level, verbs } });
      return { id };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

import { eq } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import { customerRestrictions } from "../../db/schema/rights.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { announce } from "../outbox.ts";
import { applyRightsChange } from "./apply-change.ts";
import { assertMayShare } from "./resource.ts";
import { rightsLock } from "./rules.ts";

/**
 * Hides a customer, with everything that belongs to it, from all but its owner, administrators and those who hold a right on it; or opens it
 * again. @throws AppError `not-found`, `forbidden`
 */
export async function restrictCustomer(ctx: Ctx, id: string, restricted: boolean): Promise<void> {
  await inTransaction(
    ctx,
    async (tx, ctx) => {
      await assertMayShare(tx, ctx, "customer", id);
      if (restricted) {
        await tx
          .insert(customerRestrictions)
          .values({ customerId: id, orgId: ctx.orgId, visibleTo: [], createdBy: actingUserId(ctx), createdAt: ctx.now() })
          .onConflictDoNothing();
      } else await tx.delete(customerRestrictions).where(eq(customerRestrictions.customerId, id));
      await applyRightsChange(tx, ctx, "customer", id);
      await audit(tx, ctx, { verb: restricted ? "restrict" : "open", noun: "customer", rowId: id });
      await announce(tx, ctx, { noun: "customer", id, customerIds: [id] });
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { grants } from "../../db/schema/rights.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { announce } from "../outbox.ts";
import { found } from "../authorise.ts";
import { applyRightsChange } from "./apply-change.ts";
import { assertMayShare } from "./resource.ts";
import { rightsLock } from "./rules.ts";

/** Takes a right back. @throws AppError `not-found` also for a grant on something that the actor does not see, `forbidden` */
export async function takeGrant(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(
    ctx,
    async (tx, ctx) => {
      const grant = found((await tx.select().from(grants).where(eq(grants.id, id)))[0], "right");
      await assertMayShare(tx, ctx, grant.resource, grant.resourceId);
      await tx.delete(grants).where(eq(grants.id, id));
      await applyRightsChange(tx, ctx, grant.resource, grant.resourceId);
      // Open pages read again what they may see now; mail of a person is everywhere, and is read with the next look.
      if (grant.resource !== "user")
        await announce(tx, ctx, {
          noun: grant.resource,
          id: grant.resourceId,
          customerIds: grant.resource === "customer" ? [grant.resourceId] : [],
        });
      const { grantee, resource, resourceId } = grant;
      await audit(tx, ctx, { verb: "take", noun: "grant", rowId: id, detail: { grantee, resource, resourceId } });
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

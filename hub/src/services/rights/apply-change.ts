import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient, withSystemEyes } from "../../db/transaction.ts";
import type { GrantResource } from "../../db/schema/rights.ts";
import { refreshAudiences, settleAudiences } from "./settle-audiences.ts";

/**
 * After a right was given or taken, a customer was restricted or opened, or its owner changed: who sees what follows at once, in the same
 * transaction. The transaction must hold the lock of the organisation's rights (rules.ts), so that nothing is recorded under the old ones.
 */
export async function applyRightsChange(tx: Tx, ctx: Ctx, resource: GrantResource, id: string): Promise<void> {
  await withSystemEyes(tx, async () => {
    if (resource === "customer") {
      await withClient(tx).query(VISIBLE_TO, [id]);
      await settleAudiences(tx, ctx, { customer: id });
      await refreshAudiences(tx, ctx, { customer: id });
    } else if (resource === "opportunity") {
      await settleAudiences(tx, ctx, { opportunity: id });
      await refreshAudiences(tx, ctx, { opportunity: id });
    } else if (resource === "interaction") {
      await settleAudiences(tx, ctx, { interactions: [id] });
      await refreshAudiences(tx, ctx, { interaction: id });
    } else {
      await refreshAudiences(tx, ctx, { owner: id });
    }
  });
}

/** Who sees that a restricted customer exists: its owner, administrators, and whoever holds a right on it. */
const VISIBLE_TO = `UPDATE customer_restrictions r SET visible_to = array_remove(ARRAY['role:admin', 'user:' || c.owner_id]
    || coalesce((SELECT array_agg(g.grantee ORDER BY g.grantee) FROM grants g WHERE g.org_id = r.org_id AND g.resource = 'customer' AND g.resource_id = r.customer_id), '{}'), NULL)
  FROM customers c WHERE c.id = r.customer_id AND r.customer_id = $1`;

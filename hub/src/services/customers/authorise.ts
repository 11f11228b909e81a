import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { authorise, found } from "../authorise.ts";

type CustomerVerb = Exclude<Parameters<typeof mayCustomer>[1], "create">;

/**
 * Asks the policy for one customer: role, ownership, restriction and rights that were given are read in one statement.
 * @param opportunityId a right on this deal counts too
 * @throws AppError `not-found` also for one that is hidden from the actor, `forbidden`
 */
export async function authoriseCustomer(tx: Tx, ctx: Ctx, verb: CustomerVerb, id: string, opportunityId?: string): Promise<void> {
  const { rows } = await withClient(tx).query<{ ownerId: string | null; restricted: boolean; granted: string[] }>({
    name: "customer-facts",
    text: `SELECT c.owner_id AS "ownerId", EXISTS (SELECT FROM customer_restrictions r WHERE r.customer_id = c.id) AS restricted,
        ARRAY(SELECT DISTINCT v FROM grants g, unnest(g.verbs) v WHERE g.org_id = app_org() AND g.grantee = ANY(app_principals())
          AND ((g.resource = 'customer' AND g.resource_id = c.id) OR (g.resource = 'opportunity' AND g.resource_id = $2::uuid))) AS granted
      FROM customers c WHERE c.id = $1`,
    values: [id, opportunityId ?? null],
  });
  const facts = found(rows[0], "customer");
  authorise(mayCustomer(ctx.actor, verb, { ...facts, granted: new Set(facts.granted) }));
}

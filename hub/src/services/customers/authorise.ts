import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { customers } from "../../db/schema/customers.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { authorise, found } from "../authorise.ts";
import { grantedColumn, restrictedColumn } from "./customer-rights.ts";

type CustomerVerb = Exclude<Parameters<typeof mayCustomer>[1], "create">;

/**
 * Asks the policy for one customer: role, ownership, restriction and rights that were given are read in one statement.
 * @param opportunityId a right on this deal counts too
 * @throws AppError `not-found` also for one that is hidden from the actor, `forbidden`
 */
export async function authoriseCustomer(tx: Tx, ctx: Ctx, verb: CustomerVerb, id: string, opportunityId?: string): Promise<void> {
  const rows = await tx
    .select({ ownerId: customers.ownerId, restricted: restrictedColumn(customers.id), granted: grantedColumn(customers.id, opportunityId) })
    .from(customers)
    .where(eq(customers.id, id));
  const facts = found(rows[0], "customer");
  authorise(mayCustomer(ctx.actor, verb, { ...facts, granted: new Set(facts.granted) }));
}

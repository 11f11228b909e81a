import { sql, type SQL } from "drizzle-orm";
import type { Actor } from "../../context.ts";
import { mayCustomer, type CustomerFacts } from "../../policies/customer.ts";
import { mayShare } from "../../policies/rights.ts";

/** What a viewer may do with a customer or a deal, for pages that show only what is possible. */
export interface MayOfCustomer {
  edit: boolean;
  archive: boolean;
  export: boolean;
  /** Give and take rights on it. */
  share: boolean;
}

/** Whether not everybody sees this customer, as a column. */
export const restrictedColumn = (customerId: unknown): SQL<boolean> =>
  sql<boolean>`EXISTS (SELECT FROM customer_restrictions r WHERE r.customer_id = ${customerId})`;

/**
 * The verbs that the viewer was given on a customer, as a column.
 * @param opportunityId a right on this deal counts too
 */
export const grantedColumn = (customerId: unknown, opportunityId?: unknown): SQL<string[]> =>
  sql<
    string[]
  >`ARRAY(SELECT DISTINCT v FROM grants g, unnest(g.verbs) v WHERE g.org_id = app_org() AND g.grantee = ANY(app_principals()) AND ((g.resource = 'customer'
    AND g.resource_id = ${customerId})${opportunityId === undefined ? sql`` : sql` OR (g.resource = 'opportunity' AND g.resource_id = ${opportunityId})`}))`;

/**
 * Asks the policies for everything that a page offers.
 * @param customer as the verbs that write ask the policy (authorise.ts)
 * @param sharedBy whose it is to share: the customer's owner, or the deal's
 */
export function mayOfCustomer(
  actor: Actor,
  customer: CustomerFacts,
  sharedBy: { ownerId: string | null; customerOwnerId?: string | null } = customer,
): MayOfCustomer {
  return {
    edit: mayCustomer(actor, "edit", customer),
    archive: mayCustomer(actor, "archive", customer),
    export: mayCustomer(actor, "export", customer),
    share: mayShare(actor, sharedBy),
  };
}

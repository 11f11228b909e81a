import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import type { GrantResource } from "../../db/schema/rights.ts";
import type { GrantedVerbs } from "../../policies/rights.ts";

/**
 * The verbs that the actor of this transaction holds by grants on these things, all together: what policies ask for besides role and
 * ownership.
 * @param on e.g. an interaction, its customers and its deals; ids of one resource
 */
export async function grantedVerbs(tx: Tx, on: Partial<Record<GrantResource, readonly string[]>>): Promise<GrantedVerbs> {
  const pairs = Object.entries(on).flatMap(([resource, ids]) => ids.map((id) => [resource, id] as const));
  if (pairs.length === 0) return new Set();
  const { rows } = await withClient(tx).query<{ verb: string }>({
    name: "rights-granted",
    text: `SELECT DISTINCT v AS verb FROM unnest($1::text[], $2::uuid[]) AS k(resource, id)
      JOIN grants g ON g.org_id = app_org() AND g.resource = k.resource AND g.resource_id = k.id AND g.grantee = ANY(app_principals()), unnest(g.verbs) v`,
    values: [pairs.map(([resource]) => resource), pairs.map(([, id]) => id)],
  });
  return new Set(rows.map(({ verb }) => verb));
}

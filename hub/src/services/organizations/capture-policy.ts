import { sql } from "drizzle-orm";
import { defaultExclusions, type CapturePolicy, type Exclusion } from "@kronika/core/capture-policy.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";

/** The rules by which the person's browser decides before anything leaves the page: the same that the hub decides by again. */
export async function getCapturePolicy(ctx: Ctx): Promise<CapturePolicy> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{
      domains: string[];
      addresses: string[];
      exclusions: { kind: "address" | "domain"; value: string; own: boolean }[];
    }>(sql`
      SELECT o.own_domains AS domains,
        ARRAY(SELECT email FROM users UNION SELECT unnest(aliases) FROM users
          UNION SELECT unnest(addresses) FROM connections WHERE kind = 'mailbox' AND removed_at IS NULL) AS addresses,
        coalesce((SELECT json_agg(json_build_object('kind', e.kind, 'value', e.value, 'own', e.user_id IS NOT NULL)) FROM exclusions e
          WHERE e.user_id IS NULL OR e.user_id = ${actingUserId(ctx)}), '[]'::json) AS exclusions
      FROM organizations o`);
    const { domains, addresses, exclusions } = rows[0] ?? { domains: [], addresses: [], exclusions: [] };
    const rules = exclusions.map(({ kind, value, own }): Exclusion => ({ kind, value, scope: own ? "person" : "organization" }));
    return { own: { addresses, domains }, mailbox: { mode: "known-customers" }, exclusions: [...defaultExclusions, ...rules] };
  });
}

import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { RuleKind } from "../../db/schema/questions.ts";
import { inTransaction } from "../../db/transaction.ts";

export interface RuleRow extends Record<string, unknown> {
  id: string;
  kind: RuleKind;
  value: string;
  customerId: string;
  customerName: string;
  opportunityId: string | null;
  opportunityName: string | null;
  noOpportunity: boolean;
  createdById: string | null;
  createdByName: string | null;
  createdAt: string;
  /** How many interactions it moved when it was made. */
  moved: number;
}

const MOST = 500;

/** The rules that the viewer sees, the newest first; at most 500. */
export async function listRules(ctx: Ctx): Promise<RuleRow[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } =
      await tx.execute<RuleRow>(sql`SELECT r.id, r.kind, r.value, c.id AS "customerId", c.name AS "customerName", o.id AS "opportunityId", o.name AS "opportunityName",
        r.no_opportunity AS "noOpportunity", u.id AS "createdById", u.name AS "createdByName", to_json(r.created_at) #>> '{}' AS "createdAt",
        (SELECT count(*)::int FROM link_rule_moves m WHERE m.rule_id = r.id) AS moved
      FROM link_rules r JOIN customers c ON c.id = r.customer_id LEFT JOIN opportunities o ON o.id = r.opportunity_id LEFT JOIN users u ON u.id = r.created_by
      WHERE r.org_id = app_org() ORDER BY r.id DESC LIMIT ${MOST}`);
    return rows;
  });
}

import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { linkRules } from "../../db/schema/questions.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { announce } from "../outbox.ts";
import { rightsLock } from "../rights/rules.ts";
import { settleAudiences } from "../rights/settle-audiences.ts";

/**
 * Takes a rule away and puts back what it moved when it was made; what somebody has changed since stays as it is, and so does mail that
 * came later.
 * @throws AppError `not-found`, `forbidden`
 */
export async function removeRule(ctx: Ctx, id: string): Promise<{ restored: number }> {
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const rule = found((await tx.select().from(linkRules).where(eq(linkRules.id, id)).for("update"))[0], "rule");
      await authoriseCustomer(tx, ctx, "edit", rule.customerId);
      const restored = await withSystemEyes(tx, () => putBack(tx, ctx, id));
      await tx.delete(linkRules).where(eq(linkRules.id, id));
      await audit(tx, ctx, { verb: "remove", noun: "rule", rowId: id, detail: { restored: restored.length } });
      await announce(tx, ctx, { noun: "interaction", id: restored[0] ?? id, customerIds: [rule.customerId] });
      return { restored: restored.length };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

async function putBack(tx: Tx, ctx: Ctx, ruleId: string): Promise<string[]> {
  const client = withClient(tx);
  // Untouched since: the rule's link is still chosen and a rule's, or (a rule for no deal) nothing has been chosen meanwhile.
  const { rows } = await client.query<{ id: string }>(
    `SELECT m.interaction_id AS id FROM link_rule_moves m JOIN link_rules r ON r.id = m.rule_id WHERE m.rule_id = $1
       AND CASE WHEN m.link_id IS NOT NULL AND NOT r.no_opportunity
         THEN EXISTS (SELECT FROM interaction_links l WHERE l.id = m.link_id AND l.chosen AND l.decided_by = 'rule')
         ELSE NOT EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = m.interaction_id AND l.target = 'opportunity' AND (l.chosen OR l.decided_by = 'person')) END`,
    [ruleId],
  );
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const moved = "link_rule_moves m WHERE m.rule_id = $1 AND m.interaction_id = ANY($2::uuid[])";
  await client.query(`DELETE FROM interaction_links l USING ${moved} AND m.made AND l.id = m.link_id`, [ruleId, ids]);
  await client.query(`UPDATE interaction_links l SET chosen = false FROM ${moved} AND NOT m.made AND l.id = m.link_id`, [ruleId, ids]);
  await client.query(
    `UPDATE interaction_links l SET chosen = true FROM ${moved} AND l.interaction_id = m.interaction_id AND m.unchosen ? l.id::text AND l.decided_by = 'rule'`,
    [ruleId, ids],
  );
  await client.query(
    `UPDATE questions q SET state = 'open', answer = NULL, answered_at = NULL FROM ${moved} AND q.id = m.question_id AND q.answered_by IS NULL`,
    [ruleId, ids],
  );
  await settleAudiences(tx, ctx, { interactions: ids });
  return ids;
}

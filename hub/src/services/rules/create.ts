import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { linkRules } from "../../db/schema/questions.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { settleAudiences } from "../rights/settle-audiences.ts";
import { authoriseRule, findMoves, targetOf } from "./moves.ts";
import { linkRuleSchema, type LinkRule, type LinkRuleInput } from "./schemas.ts";

/**
 * Makes a rule and moves what its preview showed: the same selection, in one transaction, kept for the way back (remove.ts).
 * @throws AppError `invalid`, `not-found`, `forbidden`
 */
export async function createRule(ctx: Ctx, input: LinkRuleInput): Promise<{ id: string; moved: number }> {
  const rule = parse(linkRuleSchema, input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      await authoriseRule(tx, ctx, rule);
      const moves = await findMoves(tx, rule);
      const id = newId();
      await tx.insert(linkRules).values({ id, orgId: ctx.orgId, ...rule, createdBy: actingUserId(ctx), createdAt: ctx.now() });
      const ids = moves.map(({ interactionId }) => interactionId);
      if (ids.length > 0) await withSystemEyes(tx, () => move(tx, ctx, id, rule, ids));
      await audit(tx, ctx, { verb: "create", noun: "rule", rowId: id, detail: { kind: rule.kind, moved: ids.length } });
      await announce(tx, ctx, { noun: "interaction", id: ids[0] ?? id, customerIds: [rule.customerId] });
      return { id, moved: ids.length };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

/** Chooses the rule's place for these interactions, and writes down what stood before. */
async function move(tx: Tx, ctx: Ctx, ruleId: string, rule: LinkRule, ids: readonly string[]): Promise<void> {
  const client = withClient(tx);
  const target = targetOf(rule);
  const wanted = target === "customer" ? rule.customerId : rule.opportunityId;
  // Snapshots of all parts of the statement are of its beginning: what was chosen is read before it is changed.
  await client.query(
    `INSERT INTO link_rule_moves (org_id, rule_id, interaction_id, unchosen, link_id, made, question_id)
     SELECT app_org(), $1, n.id, coalesce((SELECT jsonb_agg(l.id) FROM interaction_links l WHERE l.interaction_id = n.id AND l.target = $3 AND l.chosen), '[]'::jsonb),
       (SELECT l.id FROM interaction_links l WHERE l.interaction_id = n.id AND l.target = $3 AND l.target_id = $4),
       NOT EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = n.id AND l.target = $3 AND l.target_id = $4),
       (SELECT q.id FROM questions q WHERE q.interaction_id = n.id AND q.kind = $3 AND q.state = 'open')
     FROM unnest($2::uuid[]) AS n(id)`,
    [ruleId, ids, target, wanted],
  );
  await client.query("UPDATE interaction_links SET chosen = false WHERE interaction_id = ANY($1::uuid[]) AND target = $2 AND chosen", [
    ids,
    target,
  ]);
  if (wanted !== null) {
    await client.query(
      `WITH made AS (INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at, chosen, evidence, score, decided_by, created_at)
         SELECT n.row, i.org_id, i.id, i.audience_id, $3, $4, i.occurred_at, true, $5::jsonb, 0.98, 'rule', $6
         FROM unnest($1::uuid[], $2::uuid[]) AS n(id, row) JOIN interactions i ON i.id = n.id
         ON CONFLICT (interaction_id, target, target_id) DO UPDATE SET chosen = true RETURNING id, interaction_id)
       UPDATE link_rule_moves m SET link_id = made.id FROM made WHERE m.rule_id = $7 AND m.interaction_id = made.interaction_id`,
      [ids, ids.map(() => newId()), target, wanted, JSON.stringify([evidenceOf(ruleId, rule)]), ctx.now(), ruleId],
    );
  }
  await client.query(
    `UPDATE questions q SET state = 'answered', answer = $2, answered_at = $3 FROM link_rule_moves m WHERE m.rule_id = $1 AND q.id = m.question_id`,
    [ruleId, wanted, ctx.now()],
  );
  await settleAudiences(tx, ctx, { interactions: ids });
}

const evidenceOf = (ruleId: string, rule: LinkRule) =>
  targetOf(rule) === "customer" ? { code: "rule", ruleId, address: rule.value } : { code: "deal-rule", strength: 1, ruleId };

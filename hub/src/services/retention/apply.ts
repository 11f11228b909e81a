import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { retentionRules } from "../../db/schema/retention.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { sweepBlobs } from "../blobs/sweep.ts";
import { eraseExtent } from "../erasure/erase.ts";
import { NOTHING } from "../erasure/targets.ts";
import { rightsLock } from "../rights/rules.ts";
import { nextCandidates } from "./candidates.ts";
import type { RetentionRuleRow } from "./rules.ts";

/** Interactions of one transaction: recording waits for it. */
const BATCH = 200;

/**
 * Applies every rule that is switched on: in batches, each a transaction of its own, until nothing is left that a rule takes. A hold is looked at
 * anew in each. For the sweeper, as the system; repeats are harmless.
 * @returns how many interactions were taken or lost their content
 */
export async function applyRetention(ctx: Ctx): Promise<number> {
  const rules = await inTransaction(ctx, (tx) => tx.select().from(retentionRules).where(eq(retentionRules.enabled, true)));
  let total = 0;
  for (const rule of rules) total += await applyRule(ctx, rule);
  if (total > 0) await sweepBlobs(ctx, { graceMs: 0 });
  return total;
}

async function applyRule(ctx: Ctx, rule: RetentionRuleRow): Promise<number> {
  let total = 0;
  for (;;) {
    const taken = await inTransaction(ctx, (tx, ctx) => applyBatch(tx, ctx, rule), { system: true, locks: [rightsLock(ctx.orgId)] });
    total += taken;
    if (taken < BATCH) break;
  }
  await inTransaction(ctx, (tx) =>
    tx.update(retentionRules).set({ lastRunAt: ctx.now(), lastRunCount: total }).where(eq(retentionRules.id, rule.id)),
  );
  return total;
}

async function applyBatch(tx: Tx, ctx: Ctx, rule: RetentionRuleRow): Promise<number> {
  const ids = await nextCandidates(tx, ctx, rule, BATCH);
  if (ids.length === 0) return 0;
  if (rule.action === "erase")
    await eraseExtent(tx, ctx, { ...NOTHING, target: "retention-rule", id: rule.id, interactionIds: ids }, "expired");
  else await dropContents(tx, ctx, rule, ids);
  return ids.length;
}

/** Texts and attachments go; who, with whom, when and the subject stay. Another copy that arrives later does not bring them back. */
async function dropContents(tx: Tx, ctx: Ctx, rule: RetentionRuleRow, ids: readonly string[]): Promise<void> {
  const client = withClient(tx);
  for (const table of ["interaction_bodies", "attachments", "search_entries"])
    await client.query(`DELETE FROM ${table} WHERE org_id = app_org() AND interaction_id = ANY($1::uuid[])`, [ids]);
  await client.query(
    `UPDATE interactions SET level = CASE level WHEN 'content' THEN 'subject' ELSE level END, attachment_count = 0, updated_at = $2,
       details = details || '{"contentDropped": true}' WHERE id = ANY($1::uuid[])`,
    [ids, ctx.now()],
  );
  await client.query("INSERT INTO search_queue (org_id, noun, row_id) SELECT app_org(), 'interaction', unnest($1::uuid[])", [ids]);
  await audit(tx, ctx, { verb: "drop-content", noun: "retention-rule", rowId: rule.id, detail: { interactions: ids.length } });
}

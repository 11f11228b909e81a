import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { audienceFacts, audienceKey, type AudienceFacts } from "./audience.ts";
import { audienceRows, ensureAudiences, loadRules, writeAudiences } from "./rules.ts";

/** Which interactions or audiences a change of rights bears on. */
export type Touched =
  | { interactions: readonly string[] }
  /** Everything that belongs to it. */
  | { customer: string }
  | { opportunity: string };

const IN_SCOPE = {
  interactions: "i.id = ANY($1::uuid[])",
  customer:
    "i.id IN (SELECT interaction_id FROM interaction_links WHERE org_id = app_org() AND target = 'customer' AND target_id = ANY($1::uuid[]))",
  opportunity:
    "i.id IN (SELECT interaction_id FROM interaction_links WHERE org_id = app_org() AND target = 'opportunity' AND target_id = ANY($1::uuid[]))",
} as const;

/**
 * Of an interaction's customers and opportunities those with rules, and the rest of its facts. The state `merged` keeps what it had. A restricted customer
 * counts as soon as the rules find it possible: what may be its own is not shown to everybody until a person has said that it is not.
 */
const factsOf = (scope: string) => `SELECT i.id, i.audience_id AS "audienceId", i.kind = 'email' AS mail, i.private,
  coalesce((SELECT array_agg(k.owner_id) FROM interaction_copies k WHERE k.interaction_id = i.id AND k.owner_id IS NOT NULL), '{}') AS owners,
  coalesce((SELECT array_agg(l.target_id) FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'customer'
    AND (((l.chosen OR l.decided_by = 'rule') AND EXISTS (SELECT FROM customer_restrictions r WHERE r.customer_id = l.target_id))
      OR (l.chosen AND EXISTS (SELECT FROM grants g WHERE g.org_id = i.org_id AND g.resource = 'customer' AND g.resource_id = l.target_id)))), '{}') AS customers,
  coalesce((SELECT array_agg(l.target_id) FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'opportunity' AND l.chosen
    AND EXISTS (SELECT FROM grants g WHERE g.org_id = i.org_id AND g.resource = 'opportunity' AND g.resource_id = l.target_id)), '{}') AS opportunities,
  EXISTS (SELECT FROM grants g WHERE g.org_id = i.org_id AND g.resource = 'interaction' AND g.resource_id = i.id) AS "hasGrants"
  FROM interactions i WHERE i.org_id = app_org() AND i.state <> 'merged' AND ${scope}`;

interface FactRow {
  id: string;
  audienceId: string;
  mail: boolean;
  private: boolean;
  owners: string[];
  customers: string[];
  opportunities: string[];
  hasGrants: boolean;
}

/**
 * Decides anew who sees these interactions: to be called, with the eyes of the system, after a change of what an audience follows from (owners,
 * links, private, rights). Three statements, and one more for rows that change their audience.
 * @returns the new audience of each interaction that changed its audience
 */
export async function settleAudiences(tx: Tx, ctx: Ctx, touched: Touched): Promise<ReadonlyMap<string, string>> {
  const [scope, ids] = scopeOf(touched);
  const client = withClient(tx);
  const { rows } = await client.query<FactRow>(factsOf(scope), [ids]);
  const distinct = new Map<string, AudienceFacts>();
  const moves: { id: string; audienceId: string }[] = [];
  for (const row of rows) {
    const facts = audienceFacts({ ...row, interactionId: row.hasGrants ? row.id : null });
    const { id } = audienceKey(ctx.orgId, facts);
    distinct.set(id, facts);
    if (id !== row.audienceId) moves.push({ id: row.id, audienceId: id });
  }
  if (distinct.size > 0) await ensureAudiences(tx, ctx, [...distinct.values()]);
  if (moves.length > 0) await client.query(MOVE, [moves.map((m) => m.id), moves.map((m) => m.audienceId)]);
  return new Map(moves.map((move) => [move.id, move.audienceId]));
}

function scopeOf(touched: Touched): [scope: string, ids: readonly string[]] {
  if ("interactions" in touched) return [IN_SCOPE.interactions, touched.interactions];
  return "customer" in touched ? [IN_SCOPE.customer, [touched.customer]] : [IN_SCOPE.opportunity, [touched.opportunity]];
}

/** One statement for all tables that bear the audience. */
const MOVE = `WITH n AS MATERIALIZED (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS n(id, audience_id)),
  s AS (UPDATE interaction_subjects t SET audience_id = n.audience_id FROM n WHERE t.interaction_id = n.id),
  b AS (UPDATE interaction_bodies t SET audience_id = n.audience_id FROM n WHERE t.interaction_id = n.id),
  a AS (UPDATE attachments t SET audience_id = n.audience_id FROM n WHERE t.interaction_id = n.id),
  l AS (UPDATE interaction_links t SET audience_id = n.audience_id FROM n WHERE t.interaction_id = n.id)
  UPDATE interactions t SET audience_id = n.audience_id FROM n WHERE t.id = n.id`;

/** Which audiences a change of rules bears on. `all`: how much of a colleague's mail everybody sees. */
export type RuleChange = { customer: string } | { opportunity: string } | { interaction: string } | { owner: string } | "all";

/**
 * Brings the lists of standing audiences up to date after their rules have changed: a few rows, however many interactions point to them.
 * With the eyes of the system.
 */
export async function refreshAudiences(tx: Tx, ctx: Ctx, change: RuleChange): Promise<void> {
  const [condition, value] = conditionOf(change);
  const { rows } = await withClient(tx).query<AudienceFacts & { id: string; key: string }>(
    `SELECT id, key, mail, private, owners, customers, opportunities, interaction_id AS "interactionId" FROM audiences
     WHERE org_id = app_org() AND ${condition}`,
    value === null ? [] : [value],
  );
  if (rows.length === 0) return;
  const rules = await loadRules(tx, rows);
  // The row keeps its name: an audience of before this way of naming has another one than its facts would give it.
  const fresh = audienceRows(ctx.orgId, rows, rules).map((row, i) => ({ ...row, id: rows[i]!.id, key: rows[i]!.key }));
  await writeAudiences(tx, fresh);
}

function conditionOf(change: RuleChange): [condition: string, value: string | null] {
  if (change === "all") return ["true", null];
  if ("customer" in change) return ["$1::uuid = ANY(customers)", change.customer];
  if ("opportunity" in change) return ["$1::uuid = ANY(opportunities)", change.opportunity];
  if ("interaction" in change) return ["interaction_id = $1::uuid", change.interaction];
  return ["$1::uuid = ANY(owners)", change.owner];
}

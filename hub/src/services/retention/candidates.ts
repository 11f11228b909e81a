import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import type { retentionRules } from "../../db/schema/retention.ts";
import { INTERACTION_HELD } from "../erasure/holds.ts";

/** What a rule says, whether it stands already or is only tried. */
export type RetentionRule = Pick<typeof retentionRules.$inferSelect, "kind" | "level" | "customerState" | "months" | "action">;

const CUSTOMERS = `SELECT FROM interaction_links l JOIN customers c ON c.id = l.target_id WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen`;

/** An interaction `i` that the rule is about and that no hold keeps. $1 the present, $2 months, $3 kind, $4 level, $5 customer state. */
const FITS = `i.org_id = app_org() AND i.state <> 'merged' AND i.occurred_at < $1::timestamptz - make_interval(months => $2)
  AND ($3::text IS NULL OR i.kind = $3) AND ($4::text IS NULL OR i.level = $4)
  AND CASE $5::text WHEN 'none' THEN NOT EXISTS (${CUSTOMERS}) WHEN 'archived' THEN EXISTS (${CUSTOMERS}) AND NOT EXISTS (${CUSTOMERS} AND c.archived_at IS NULL)
    WHEN 'active' THEN EXISTS (${CUSTOMERS} AND c.archived_at IS NULL) ELSE true END`;
/** Of `drop-body` only what still has something to drop. */
const HAS_CONTENT = `(EXISTS (SELECT FROM interaction_bodies b WHERE b.interaction_id = i.id) OR EXISTS (SELECT FROM attachments a WHERE a.interaction_id = i.id))`;

const valuesOf = (ctx: Ctx, { months, kind, level, customerState }: RetentionRule) => [ctx.now(), months, kind, level, customerState];
const conditionOf = ({ action }: RetentionRule) => (action === "drop-body" ? `${FITS} AND ${HAS_CONTENT}` : FITS);

/** The next interactions that the rule takes, the oldest first. With the eyes of the system. */
export async function nextCandidates(tx: Tx, ctx: Ctx, rule: RetentionRule, limit: number): Promise<string[]> {
  const { rows } = await withClient(tx).query<{ id: string }>(
    `SELECT i.id FROM interactions i WHERE ${conditionOf(rule)} AND NOT ${INTERACTION_HELD} ORDER BY i.occurred_at, i.id LIMIT ${limit}`,
    valuesOf(ctx, rule),
  );
  return rows.map(({ id }) => id);
}

/** How much a rule would take, from when to when, and how much a hold keeps from it. */
export interface RetentionPreview {
  count: number;
  oldest: Date | null;
  newest: Date | null;
  held: number;
}

export async function countCandidates(tx: Tx, ctx: Ctx, rule: RetentionRule): Promise<RetentionPreview> {
  const { rows } = await withClient(tx).query<RetentionPreview>(
    `SELECT count(*) FILTER (WHERE NOT held)::int AS count, min(occurred_at) FILTER (WHERE NOT held) AS oldest, max(occurred_at) FILTER (WHERE NOT held) AS newest,
       count(*) FILTER (WHERE held)::int AS held
     FROM (SELECT i.occurred_at, ${INTERACTION_HELD} AS held FROM interactions i WHERE ${conditionOf(rule)}) r`,
    valuesOf(ctx, rule),
  );
  return rows[0]!;
}

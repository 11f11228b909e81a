import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { QuestionKind } from "../../db/schema/questions.ts";
import { inTransaction } from "../../db/transaction.ts";
import { readSummaries, type SummaryRow } from "../interactions/read.ts";
import { visibleEvidence, type StoredEvidence } from "../interactions/visible-evidence.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { askedOf } from "./asked.ts";
import { listQuestionsSchema, type ListQuestions } from "./schemas.ts";
import { senderCount } from "./senders.ts";

/** A place that fits, with what speaks for it. */
export interface CandidateRow {
  id: string;
  name: string;
  customerId: string;
  customerName: string;
  score: number;
  evidence: StoredEvidence[];
}

export interface QuestionRow {
  id: string;
  kind: QuestionKind;
  interaction: SummaryRow;
  /** The likeliest first. */
  candidates: CandidateRow[];
}

/** Counts stop there: nobody needs to know whether it is 1,000 or 1,200. */
const MOST_COUNTED = 1000;

/** What is asked of the viewer, the newest first. Three statements, whatever the number. */
export async function listQuestions(ctx: Ctx, input: ListQuestions): Promise<Page<QuestionRow>> {
  const { kind, limit, cursor } = parse(listQuestionsSchema, input);
  const after = decodeCursor(cursor, 2);
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ id: string; kind: QuestionKind; interactionId: string; at: string }>(
      sql`SELECT q.id, q.kind, q.interaction_id AS "interactionId", to_json(q.occurred_at) #>> '{}' AS at FROM questions q
        WHERE q.org_id = app_org() AND ${askedOf(ctx)} ${kind ? sql`AND q.kind = ${kind}` : sql``}
          ${after ? sql`AND (q.occurred_at, q.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
        ORDER BY q.occurred_at DESC, q.id DESC LIMIT ${limit + 1}`,
    );
    const page = toPage(rows, limit, (row) => [row.at, row.id]);
    if (page.items.length === 0) return { items: [], nextCursor: null };
    const ids = sql.join(
      page.items.map((row) => sql`${row.interactionId}::uuid`),
      sql`, `,
    );
    const summaries = await readSummaries(tx, sql`SELECT DISTINCT unnest(ARRAY[${ids}]) AS interaction_id`);
    const candidates = await tx.execute<CandidateRow & { interactionId: string; target: QuestionKind } & Record<string, unknown>>(
      sql`SELECT l.interaction_id AS "interactionId", l.target, l.target_id AS id, coalesce(o.name, c.name) AS name, c.id AS "customerId", c.name AS "customerName", l.score, l.evidence
        FROM interaction_links l LEFT JOIN opportunities o ON l.target = 'opportunity' AND o.id = l.target_id
        JOIN customers c ON c.id = CASE l.target WHEN 'customer' THEN l.target_id ELSE o.customer_id END
        WHERE l.interaction_id = ANY(ARRAY[${ids}]) AND l.target IN ('customer', 'opportunity') AND NOT l.chosen ORDER BY l.score DESC, l.id`,
    );
    const items = page.items.flatMap((row): QuestionRow[] => {
      const interaction = summaries.find(({ id }) => id === row.interactionId);
      if (!interaction) return [];
      const fitting = candidates.rows.filter((each) => each.interactionId === row.interactionId && each.target === row.kind);
      return [
        {
          id: row.id,
          kind: row.kind,
          interaction,
          candidates: fitting.map(({ interactionId: _interaction, target: _target, ...each }) => ({
            ...each,
            evidence: visibleEvidence(each.evidence, interaction),
          })),
        },
      ];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

/** How much is asked of the viewer, for the menu. */
export async function countQuestions(ctx: Ctx): Promise<{ opportunity: number; customer: number; sender: number }> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ opportunity: number; customer: number }>(
      sql`SELECT count(*) FILTER (WHERE kind = 'opportunity')::int AS opportunity, count(*) FILTER (WHERE kind = 'customer')::int AS customer
        FROM (SELECT q.kind FROM questions q WHERE q.org_id = app_org() AND ${askedOf(ctx)} LIMIT ${MOST_COUNTED}) q`,
    );
    return { opportunity: 0, customer: 0, ...rows[0], sender: await senderCount(tx, ctx) };
  });
}

import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { readSummaries, type SummaryRow } from "../interactions/read.ts";
import { parse } from "../parse.ts";
import { authoriseRule, findMoves } from "./moves.ts";
import { linkRuleSchema, type LinkRuleInput } from "./schemas.ts";

export interface RulePreview {
  /** All that the rule would move of what the viewer sees. */
  count: number;
  /** The newest of them. */
  items: { interaction: SummaryRow; leaves: string[] }[];
}

const SHOWN = 50;

/** What a rule would move, before it is made; nothing changes. @throws AppError `invalid`, `not-found`, `forbidden` */
export async function previewRule(ctx: Ctx, input: LinkRuleInput): Promise<RulePreview> {
  const rule = parse(linkRuleSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await authoriseRule(tx, ctx, rule);
    const moves = await findMoves(tx, rule);
    const shown = moves.slice(0, SHOWN);
    if (shown.length === 0) return { count: 0, items: [] };
    const ids = sql.join(
      shown.map(({ interactionId }) => sql`${interactionId}::uuid`),
      sql`, `,
    );
    const summaries = await readSummaries(tx, sql`SELECT unnest(ARRAY[${ids}]) AS interaction_id`);
    const leavesOf = new Map(shown.map(({ interactionId, leaves }) => [interactionId, leaves]));
    return { count: moves.length, items: summaries.map((interaction) => ({ interaction, leaves: leavesOf.get(interaction.id) ?? [] })) };
  });
}

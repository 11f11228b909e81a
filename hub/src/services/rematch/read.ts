import { desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { rematches, type LinkState } from "../../db/schema/rematches.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayRematch } from "../../policies/rematch.ts";
import { authorise, found } from "../authorise.ts";
import { readSummaries, type SummaryRow } from "../interactions/read.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { listMovesSchema } from "./schemas.ts";

export type RematchRow = typeof rematches.$inferSelect;

/** The newest rematches that the viewer may decide on. */
export async function listRematches(ctx: Ctx): Promise<RematchRow[]> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.select().from(rematches).orderBy(desc(rematches.id)).limit(50);
    return rows.filter((row) => mayRematch(ctx.actor, row));
  });
}

/** One rematch: how far it is. @throws AppError `not-found`, `forbidden` */
export async function getRematch(ctx: Ctx, id: string): Promise<RematchRow> {
  return inTransaction(ctx, async (tx) => {
    const row = found((await tx.select().from(rematches).where(eq(rematches.id, id)))[0], "rematch");
    authorise(mayRematch(ctx.actor, row));
    return row;
  });
}

/** A place that an interaction leaves or comes to, with its name as far as the viewer sees it. */
export interface NamedPlace {
  target: LinkState["target"];
  id: string;
  name: string;
}

export interface MoveRow {
  interaction: SummaryRow;
  state: string;
  leaves: NamedPlace[];
  comesTo: NamedPlace[];
}

/** What moves, newest first; only interactions that the viewer sees. @throws AppError `not-found`, `forbidden` */
export async function listMoves(ctx: Ctx, id: string, input: z.input<typeof listMovesSchema>): Promise<Page<MoveRow>> {
  const { limit, cursor } = parse(listMovesSchema, input);
  const after = decodeCursor(cursor, 2);
  await getRematch(ctx, id);
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ id: string; state: string; before: LinkState[]; after: LinkState[]; at: string }>(
      sql`SELECT m.interaction_id AS id, m.state, m.before, m.after, to_json(m.occurred_at) #>> '{}' AS at FROM rematch_moves m
        WHERE m.rematch_id = ${id} AND m.state <> 'pending' ${after ? sql`AND (m.occurred_at, m.interaction_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
        ORDER BY m.occurred_at DESC, m.interaction_id DESC LIMIT ${limit + 1}`,
    );
    const page = toPage(rows, limit, (row) => [row.at, row.id]);
    if (page.items.length === 0) return { items: [], nextCursor: null };
    const ids = sql.join(
      page.items.map((row) => sql`${row.id}::uuid`),
      sql`, `,
    );
    const summaries = await readSummaries(tx, sql`SELECT unnest(ARRAY[${ids}]) AS interaction_id`);
    const places = page.items.flatMap((row) => [...row.before, ...row.after]).map((link) => link.id);
    const names = await withClient(tx).query<{ id: string; name: string }>(
      `SELECT id, name FROM customers WHERE id = ANY($1::uuid[]) UNION ALL SELECT id, name FROM contacts WHERE id = ANY($1::uuid[])
       UNION ALL SELECT id, name FROM opportunities WHERE id = ANY($1::uuid[])`,
      [places],
    );
    const nameOf = new Map(names.rows.map((row) => [row.id, row.name]));
    const named = (links: LinkState[], other: LinkState[]) =>
      links
        .filter((link) => link.chosen && !other.some((o) => o.chosen && o.target === link.target && o.id === link.id))
        .flatMap(({ target, id }) => {
          const name = nameOf.get(id);
          return name === undefined ? [] : [{ target, id, name }];
        });
    const items = page.items.flatMap((row) => {
      const interaction = summaries.find((summary) => summary.id === row.id);
      return interaction
        ? [{ interaction, state: row.state, leaves: named(row.before, row.after), comesTo: named(row.after, row.before) }]
        : [];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

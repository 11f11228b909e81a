import { alias } from "drizzle-orm/pg-core";
import { and, desc, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../../context.ts";
import { handOvers } from "../../db/schema/hand-overs.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";

export const listHandOversSchema = z.object({
  userId: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

const from = alias(users, "from_person");
const to = alias(users, "to_person");

export type HandOverRow = Awaited<ReturnType<typeof listHandOvers>>["items"][number];

/** Hand-overs that the viewer made or received (of an administrator: all), newest first. @param input.userId only those from or to this person */
export async function listHandOvers(ctx: Ctx, input: z.input<typeof listHandOversSchema>) {
  const { userId, limit, cursor } = parse(listHandOversSchema, input);
  const after = decodeCursor(cursor, 2);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: handOvers.id,
        fromId: handOvers.fromId,
        fromName: from.name,
        toId: handOvers.toId,
        toName: to.name,
        trace: handOvers.trace,
        createdAt: handOvers.createdAt,
        undoneAt: handOvers.undoneAt,
      })
      .from(handOvers)
      .innerJoin(from, eq(from.id, handOvers.fromId))
      .innerJoin(to, eq(to.id, handOvers.toId))
      .where(
        and(
          userId ? or(eq(handOvers.fromId, userId), eq(handOvers.toId, userId)) : undefined,
          after ? sql`(${handOvers.createdAt}, ${handOvers.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(desc(handOvers.createdAt), desc(handOvers.id))
      .limit(limit + 1);
    return toPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id]) satisfies Page<(typeof rows)[number]>;
  });
}

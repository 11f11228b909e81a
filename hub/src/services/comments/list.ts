import { and, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Ctx } from "../../context.ts";
import { comments } from "../../db/schema/comments.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayComment } from "../../policies/comment.ts";
import { found } from "../authorise.ts";
import { loadThing, viewersOf, type Colleague, type ThingRef } from "../follows/thing.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { listCommentsSchema } from "./schemas.ts";

const columns = {
  id: comments.id,
  text: comments.text,
  authorId: comments.authorId,
  authorName: users.name,
  mentions: sql<Colleague[]>`coalesce((SELECT json_agg(json_build_object('id', m.id, 'name', m.name) ORDER BY m.name) FROM users m
    WHERE m.id = ANY(${comments.mentions})), '[]')`.as("mentioned"),
  customerId: comments.customerId,
  opportunityId: comments.opportunityId,
  interactionId: comments.interactionId,
  createdAt: comments.createdAt,
  editedAt: comments.editedAt,
};

export type CommentRow = Awaited<ReturnType<typeof getComment>>;

/** One comment. @throws AppError `not-found` also for one on something that the viewer does not see */
export async function getComment(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.select(columns).from(comments).innerJoin(users, eq(users.id, comments.authorId)).where(eq(comments.id, id));
    return withMay(ctx, found(rows[0], "comment"));
  });
}

/** What was said about a thing, newest first; of an interaction whose content the viewer does not see, nothing. @throws AppError `not-found` */
export async function listComments(
  ctx: Ctx,
  input: z.input<typeof listCommentsSchema>,
): Promise<Page<CommentRow> & { mayComment: boolean }> {
  const { limit, cursor, ...ref } = parse(listCommentsSchema, input);
  const after = decodeCursor(cursor, 2);
  return inTransaction(ctx, async (tx) => {
    const thing = await loadThing(tx, ref);
    const rows = await tx
      .select(columns)
      .from(comments)
      .innerJoin(users, eq(users.id, comments.authorId))
      .where(
        and(
          eq(comments[`${thing.kind}Id`], thing.id),
          after ? sql`(${comments.createdAt}, ${comments.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(desc(comments.createdAt), desc(comments.id))
      .limit(limit + 1);
    const page = toPage(
      rows.map((row) => withMay(ctx, row)),
      limit,
      (row) => [row.createdAt.toISOString(), row.id],
    );
    return { ...page, mayComment: mayComment(ctx.actor, "create", thing) };
  });
}

/** Who can be named in a comment on a thing: colleagues who see it. Of an interaction only who sees its content is told. @throws AppError `not-found` */
export async function listMentionable(ctx: Ctx, ref: ThingRef): Promise<Colleague[]> {
  return inTransaction(ctx, async (tx) => {
    const thing = await loadThing(tx, ref);
    return thing.seesContent ? viewersOf(tx, thing) : [];
  });
}

function withMay<Row extends { authorId: string }>(ctx: Ctx, row: Row) {
  return { ...row, may: { edit: mayComment(ctx.actor, "edit", row), delete: mayComment(ctx.actor, "delete", row) } };
}

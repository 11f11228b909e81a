import { sql } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { notifications } from "../../db/schema/comments.ts";
import { withSystemEyes } from "../../db/transaction.ts";
import { announceAll } from "../outbox.ts";

type Row = typeof notifications.$inferInsert;

/** What somebody is told. `key` names the thing that it tells of: the same person is told of it once. */
export type News = Pick<Row, "userId" | "kind" | "key"> &
  Partial<Pick<Row, "customerId" | "opportunityId" | "interactionId" | "commentId" | "reminderId" | "handOverId">>;

/**
 * Tells people of something, in the transaction of what happened; nobody is told what he did himself. Whether the reader still sees what it
 * tells of is asked whenever it is read (row security).
 * @param options.again tells anew what was told before (a thing that may happen several times, as an assignment)
 */
export async function tell(tx: Tx, ctx: Ctx, news: readonly News[], options: { again?: boolean } = {}): Promise<void> {
  const actorId = actingUserId(ctx);
  const rows = news
    .filter(({ userId }) => userId !== actorId)
    .map((each): Row => ({ id: newId(), orgId: ctx.orgId, actorId, createdAt: ctx.now(), ...each }));
  if (rows.length === 0) return;
  const insert = tx.insert(notifications).values(rows);
  await withSystemEyes(tx, async () => {
    if (!options.again) return insert.onConflictDoNothing();
    return insert.onConflictDoUpdate({
      target: [notifications.userId, notifications.key],
      set: { createdAt: ctx.now(), readAt: null, actorId: sql`excluded.actor_id` },
    });
  });
  await announceAll(
    tx,
    ctx,
    [...new Set(rows.map(({ userId }) => userId))].map((id) => ({ noun: "notification", id })),
  );
}

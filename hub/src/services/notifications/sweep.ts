import { and, isNotNull, lt } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { notifications } from "../../db/schema/comments.ts";
import { inTransaction } from "../../db/transaction.ts";

const KEPT_DAYS = 90;

/** Removes what was read a long time ago. As the system. @returns how many */
export async function sweepNotifications(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * 86_400_000);
  return inTransaction(
    ctx,
    async (tx) =>
      (await tx.delete(notifications).where(and(isNotNull(notifications.readAt), lt(notifications.readAt, before)))).rowCount ?? 0,
    { system: true },
  );
}

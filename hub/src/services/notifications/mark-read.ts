import { and, eq, inArray, isNull, lte } from "drizzle-orm";
import type { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { notifications } from "../../db/schema/comments.ts";
import { inTransaction } from "../../db/transaction.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { markReadSchema } from "./schemas.ts";

/** Marks the own notifications as read (or, by ids, as unread again). Ids of others are no error and change nothing. */
export async function markRead(ctx: Ctx, input: z.input<typeof markReadSchema>): Promise<void> {
  const fields = parse(markReadSchema, input);
  const userId = actingUserId(ctx);
  if (userId === null) throw new AppError("forbidden", "Only a person has notifications.");
  await inTransaction(ctx, async (tx, ctx) => {
    const which = "ids" in fields ? inArray(notifications.id, fields.ids) : lte(notifications.createdAt, new Date(fields.until));
    const read = !("ids" in fields) || fields.read;
    await tx
      .update(notifications)
      .set({ readAt: read ? ctx.now() : null })
      .where(and(eq(notifications.userId, userId), which, read ? isNull(notifications.readAt) : undefined));
    await announce(tx, ctx, { noun: "notification", id: userId });
  });
}

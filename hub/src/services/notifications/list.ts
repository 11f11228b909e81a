import { sql } from "drizzle-orm";
import type { z } from "zod";
import { actingUserId, type Ctx } from "../../context.ts";
import type { NotificationKind } from "../../db/schema/comments.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { listNotificationsSchema } from "./schemas.ts";

/** What a person was told, with the names that he sees today. */
export interface NotificationRow {
  id: string;
  kind: NotificationKind;
  createdAt: string;
  readAt: string | null;
  actorId: string | null;
  actorName: string | null;
  customerId: string | null;
  customerName: string | null;
  opportunityId: string | null;
  opportunityName: string | null;
  interactionId: string | null;
  interactionKind: string | null;
  subject: string | null;
  commentId: string | null;
  /** The beginning of what was said. */
  comment: string | null;
  reminderId: string | null;
  reminderTitle: string | null;
  handOverFrom: string | null;
}

const EXCERPT = 280;

/** What the viewer was told, newest first. What he may no longer see is not there: row security asks at the time of reading. */
export async function listNotifications(ctx: Ctx, input: z.input<typeof listNotificationsSchema>): Promise<Page<NotificationRow>> {
  const { unread, limit, cursor } = parse(listNotificationsSchema, input);
  const after = decodeCursor(cursor, 2);
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<NotificationRow & Record<string, unknown>>(sql`
      SELECT n.id, n.kind, to_json(n.created_at) #>> '{}' AS "createdAt", to_json(n.read_at) #>> '{}' AS "readAt", n.actor_id AS "actorId", a.name AS "actorName",
        c.id AS "customerId", c.name AS "customerName", o.id AS "opportunityId", o.name AS "opportunityName", i.id AS "interactionId",
        i.kind AS "interactionKind", s.subject, m.id AS "commentId", left(m.text, ${EXCERPT}) AS comment, r.id AS "reminderId", r.title AS "reminderTitle",
        f.name AS "handOverFrom"
      FROM notifications n
      LEFT JOIN users a ON a.id = n.actor_id
      LEFT JOIN reminders r ON r.id = n.reminder_id
      LEFT JOIN opportunities o ON o.id = coalesce(n.opportunity_id, r.opportunity_id)
      LEFT JOIN customers c ON c.id = coalesce(n.customer_id, r.customer_id, o.customer_id)
      LEFT JOIN interactions i ON i.id = n.interaction_id
      LEFT JOIN interaction_subjects s ON s.interaction_id = n.interaction_id
      LEFT JOIN comments m ON m.id = n.comment_id
      LEFT JOIN hand_overs h ON h.id = n.hand_over_id
      LEFT JOIN users f ON f.id = h.from_id
      WHERE n.user_id = ${actingUserId(ctx)}::uuid ${unread ? sql`AND n.read_at IS NULL` : sql``}
        ${after ? sql`AND (n.created_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
      ORDER BY n.created_at DESC, n.id DESC LIMIT ${limit + 1}`);
    return toPage(rows, limit, (row) => [row.createdAt, row.id]);
  });
}

/** From this many on, "more than" is said. */
const COUNTED = 100;

/** How many the viewer has not read, at most {@link COUNTED}: a number in the page's frame is asked for often. */
export async function countUnread(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await withClient(tx).query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (SELECT FROM notifications WHERE user_id = $1 AND read_at IS NULL LIMIT ${COUNTED}) t`,
      [actingUserId(ctx)],
    );
    return rows[0]?.n ?? 0;
  });
}

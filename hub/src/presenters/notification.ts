import { z } from "@hono/zod-openapi";
import type { NotificationRow } from "../services/notifications/list.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";

export const notificationSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["comment", "mention", "assigned", "reminder", "hand-over"]),
    createdAt: z.string(),
    readAt: z.string().nullable(),
    actor: namedSchema.nullable().openapi({ description: "Who did it; null: the system" }),
    customer: namedSchema.nullable(),
    opportunity: namedSchema.nullable(),
    interaction: z
      .object({ id: z.uuid(), kind: z.enum(["email", "call", "meeting", "note", "other"]), subject: z.string().nullable() })
      .nullable(),
    comment: z.object({ id: z.uuid(), excerpt: z.string() }).nullable(),
    reminder: z.object({ id: z.uuid(), title: z.string() }).nullable(),
    handOverFrom: z.string().nullable().openapi({ description: "Of a hand-over: whose things are the caller's now" }),
  })
  .openapi("Notification");
type Presented = z.infer<typeof notificationSchema>;

export function presentNotification(row: NotificationRow): Presented {
  return {
    id: row.id,
    kind: row.kind,
    createdAt: instant(row.createdAt),
    readAt: instantOrNull(row.readAt),
    actor: named(row.actorId, row.actorName),
    customer: named(row.customerId, row.customerName),
    opportunity: named(row.opportunityId, row.opportunityName),
    interaction:
      row.interactionId === null
        ? null
        : {
            id: row.interactionId,
            kind: (row.interactionKind ?? "other") as NonNullable<Presented["interaction"]>["kind"],
            subject: row.subject,
          },
    comment: row.commentId === null ? null : { id: row.commentId, excerpt: row.comment ?? "" },
    reminder: row.reminderId === null ? null : { id: row.reminderId, title: row.reminderTitle ?? "" },
    handOverFrom: row.handOverFrom,
  };
}

import { z } from "@hono/zod-openapi";
import type { ReminderRow } from "../services/reminders/list.ts";
import { reminderStateSchema } from "../services/reminders/schemas.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";

export const reminderSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["dated", "no-reply"]),
    title: z.string(),
    note: z.string().nullable(),
    dueAt: z.string(),
    state: reminderStateSchema,
    outcome: z.object({ code: z.string(), interactionId: z.uuid().optional() }).nullable(),
    user: namedSchema,
    customer: namedSchema.nullable(),
    opportunity: namedSchema.nullable(),
    interactionId: z.uuid().nullable(),
    fellDueAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    inCalendar: z.boolean(),
    createdAt: z.string(),
  })
  .openapi("Reminder");

export function presentReminder(row: ReminderRow): z.infer<typeof reminderSchema> {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    note: row.note,
    dueAt: instant(row.dueAt),
    state: row.state,
    outcome: row.outcome,
    user: { id: row.userId, name: row.userName },
    customer: named(row.customerId, row.customerName),
    opportunity: named(row.opportunityId, row.opportunityName),
    interactionId: row.interactionId,
    fellDueAt: instantOrNull(row.fellDueAt),
    finishedAt: instantOrNull(row.finishedAt),
    inCalendar: row.calendarHref !== null,
    createdAt: instant(row.createdAt),
  };
}

import { z } from "zod";
import { instantSchema, safeText } from "@kronika/core/interactions/common.ts";

const title = safeText(500).trim().min(1, "must not be empty");

/** Either "if nobody answers this within N days", or a plain date. */
export const createReminderSchema = z.union([
  z.strictObject({
    interactionId: z.uuid(),
    noReplyWithinDays: z.number().int().min(1).max(365),
    title: title.optional(),
    note: safeText(5000).nullish(),
    opportunityId: z.uuid().nullish(),
    clientId: z.uuid().optional(),
  }),
  z.strictObject({
    at: instantSchema,
    title,
    note: safeText(5000).nullish(),
    customerId: z.uuid().nullish(),
    opportunityId: z.uuid().nullish(),
    interactionId: z.uuid().nullish(),
    userId: z.uuid().optional(),
    clientId: z.uuid().optional(),
  }),
]);
export type CreateReminder = z.input<typeof createReminderSchema>;

export const updateReminderSchema = z.object({
  title: title.optional(),
  note: safeText(5000).nullable().optional(),
  at: instantSchema.optional(),
});
export type UpdateReminder = z.input<typeof updateReminderSchema>;

export const snoozeReminderSchema = z.object({ until: instantSchema });

export const reminderStateSchema = z.enum(["waiting", "due", "done", "closed", "cancelled"]);

export const listRemindersSchema = z.object({
  states: z.array(reminderStateSchema).optional(),
  mine: z.boolean().default(false),
  customerId: z.uuid().optional(),
  interactionId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListReminders = z.input<typeof listRemindersSchema>;

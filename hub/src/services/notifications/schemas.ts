import { z } from "zod";

export const listNotificationsSchema = z.object({
  unread: z.boolean().default(false),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** Which are read: these, or all that came until an instant (what the reader had before his eyes, and nothing newer). */
export const markReadSchema = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(200), read: z.boolean().default(true) }),
  z.strictObject({ until: z.iso.datetime({ offset: true }) }),
]);

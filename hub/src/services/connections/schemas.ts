import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";

const server = z.object({
  host: safeText(253)
    .trim()
    .regex(/^[A-Za-z0-9.:_-]+$/, "is not a host name"),
  port: z.number().int().min(1).max(65_535),
  tls: z.enum(["implicit", "starttls", "none"]),
});
const mode = z.enum(["all", "known-customers", "replies-to-recorded", "labelled", "none"]);
const signIn = {
  name: safeText(200).optional(),
  username: safeText(320).min(1, "must not be empty"),
  password: safeText(2000).min(1, "must not be empty"),
};
const url = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).max(2000);

export const createConnectionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("mailbox"),
    provider: z.literal("imap"),
    ...signIn,
    server,
    mode: mode.default("known-customers"),
    backfillDays: z.number().int().min(0).max(3650).optional(),
    folders: z.array(safeText(500)).max(200).optional(),
  }),
  z.object({
    kind: z.literal("calendar"),
    provider: z.literal("caldav"),
    ...signIn,
    url,
    calendarId: safeText(2000).optional(),
    writesReminders: z.boolean().default(true),
    backfillDays: z.number().int().min(0).max(3650).optional(),
  }),
]);
export type CreateConnection = z.input<typeof createConnectionSchema>;

export const updateConnectionSchema = z.object({
  name: safeText(200).trim().min(1).optional(),
  state: z.enum(["active", "paused"]).optional(),
  settings: z
    .object({ mode: mode.optional(), folders: z.array(safeText(500)).max(200).optional(), writesReminders: z.boolean().optional() })
    .optional(),
});
export type UpdateConnection = z.input<typeof updateConnectionSchema>;

export const reconnectSchema = z.object({ password: signIn.password });

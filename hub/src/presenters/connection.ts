import { z } from "@hono/zod-openapi";
import type { ConnectionRow } from "../services/connections/list.ts";
import { instant, instantOrNull, namedSchema } from "./common.ts";

const count = z.number().int();

export const connectionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["mailbox", "calendar"]),
    provider: z.string(),
    name: z.string(),
    addresses: z.array(z.string()),
    owner: namedSchema,
    state: z.enum(["active", "paused", "reauthorise", "failing"]),
    problem: z.string().nullable(),
    problemSince: z.string().nullable(),
    lastSuccessAt: z.string().nullable(),
    settings: z.object({
      server: z.object({ host: z.string(), port: count, tls: z.enum(["implicit", "starttls", "none"]) }).optional(),
      url: z.string().optional(),
      calendarId: z.string().optional(),
      username: z.string().optional(),
      folders: z.array(z.string()).optional(),
      mode: z.enum(["all", "known-customers", "replies-to-recorded", "labelled", "none"]).optional(),
      backfillDays: count.optional(),
      writesReminders: z.boolean().optional(),
    }),
    progress: z.object({ listed: count, captured: count, skipped: count, failed: count, pending: count, gone: count }),
    backfill: z.object({ done: z.boolean(), oldest: z.string().nullable() }),
    createdAt: z.string(),
  })
  .openapi("Connection");

/** Never the credential: it is not even read. */
export function presentConnection({ userId, userName, ...row }: ConnectionRow): z.infer<typeof connectionSchema> {
  return {
    ...row,
    owner: { id: userId, name: userName },
    problemSince: instantOrNull(row.problemSince),
    lastSuccessAt: instantOrNull(row.lastSuccessAt),
    backfill: { ...row.backfill, oldest: instantOrNull(row.backfill.oldest) },
    createdAt: instant(row.createdAt),
  };
}

import { z } from "@hono/zod-openapi";
import { countsOf } from "../services/hand-over/hand-over.ts";
import type { HandOverRow } from "../services/hand-over/list.ts";
import { instant, instantOrNull, namedSchema } from "./common.ts";

export const handOverCountsSchema = z
  .object({ customers: z.number().int(), opportunities: z.number().int(), reminders: z.number().int() })
  .openapi("HandOverCounts", { example: { customers: 34, opportunities: 7, reminders: 12 } });

export const handOverPreviewSchema = z
  .object({
    counts: handOverCountsSchema,
    left: handOverCountsSchema.openapi({ description: "What stays: the new person does not see what it is about" }),
    mail: z.boolean().openapi({ description: "Whether the new person will read the old one's mail" }),
    mayGiveMail: z.boolean().openapi({ description: "Whether that is the caller's to decide: only the person's and an administrator's" }),
  })
  .openapi("HandOverPreview");

export const handOverSchema = z
  .object({
    id: z.uuid(),
    from: namedSchema,
    to: namedSchema,
    counts: handOverCountsSchema,
    mail: z.boolean(),
    createdAt: z.string(),
    undoneAt: z.string().nullable(),
  })
  .openapi("HandOver");

export function presentHandOver(row: HandOverRow): z.infer<typeof handOverSchema> {
  return {
    id: row.id,
    from: { id: row.fromId, name: row.fromName },
    to: { id: row.toId, name: row.toName },
    counts: countsOf(row.trace),
    mail: row.trace.mail !== null,
    createdAt: instant(row.createdAt),
    undoneAt: instantOrNull(row.undoneAt),
  };
}

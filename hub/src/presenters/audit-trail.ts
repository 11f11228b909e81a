import { z } from "@hono/zod-openapi";

export const trailRowSchema = z
  .object({
    id: z.uuid(),
    at: z.string(),
    actorKind: z.string(),
    actorId: z.string(),
    actorName: z.string().nullable(),
    verb: z.string(),
    noun: z.string(),
    rowId: z.uuid().nullable(),
    rowName: z.string().nullable().openapi({ description: "As it is called today, as far as the caller sees it" }),
    detail: z.record(z.string(), z.unknown()),
  })
  .openapi("AuditRow");

export const trailCheckSchema = z
  .object({
    ok: z.boolean(),
    segments: z.number().int(),
    rows: z.number().int(),
    open: z.number().int().openapi({ description: "Rows that are not sealed yet" }),
    broken: z
      .object({ number: z.number().int(), fromId: z.uuid(), toId: z.uuid(), problem: z.enum(["changed", "count", "chain"]) })
      .nullable()
      .openapi({ description: "The first segment that does not hold" }),
    head: z
      .string()
      .nullable()
      .openapi({ description: "Hash of the last segment: kept elsewhere, it proves that nothing was sealed anew" }),
  })
  .openapi("AuditCheck");

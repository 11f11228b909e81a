import { z } from "@hono/zod-openapi";
import type { ClientRecord } from "../services/interactions/record-from-client.ts";
import { instant } from "./common.ts";

const reasonSchema = z.object({ code: z.string(), rule: z.string().optional(), address: z.string().optional() });

export const recordResultSchema = z
  .object({
    id: z.uuid().nullable(),
    state: z.enum(["recorded", "skipped"]),
    reasons: z.array(reasonSchema),
    links: z.array(
      z.object({
        target: z.enum(["customer", "contact", "opportunity"]),
        id: z.uuid(),
        name: z.string(),
        chosen: z.boolean(),
        score: z.number(),
        evidence: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
    reminder: z.object({ id: z.uuid(), dueAt: z.string() }).optional(),
  })
  .openapi("RecordResult");

export function presentRecord(result: ClientRecord): z.infer<typeof recordResultSchema> {
  return {
    id: result.interactionId,
    state: result.state,
    reasons: result.reasons.map(({ code, rule, address }) => ({
      code,
      ...(rule === undefined ? {} : { rule }),
      ...(address === undefined ? {} : { address }),
    })),
    links: result.links.map((link) => ({
      target: link.target,
      id: link.id,
      name: link.name,
      chosen: link.chosen,
      score: link.score,
      evidence: [...link.evidence],
    })),
    ...(result.reminder ? { reminder: { id: result.reminder.id, dueAt: instant(result.reminder.dueAt) } } : {}),
  };
}

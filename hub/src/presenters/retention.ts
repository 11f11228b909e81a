import { z } from "@hono/zod-openapi";
import type { RetentionRuleRow } from "../services/retention/rules.ts";
import { instant, instantOrNull } from "./common.ts";

export const retentionRuleSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["email", "call", "meeting", "note", "other"]).nullable(),
    level: z.enum(["metadata", "subject", "content"]).nullable(),
    customerState: z.enum(["active", "archived", "none"]).nullable(),
    months: z.number().int(),
    action: z.enum(["drop-body", "erase"]),
    enabled: z.boolean(),
    createdAt: z.string(),
    lastRunAt: z.string().nullable(),
    lastRunCount: z.number().int().nullable(),
  })
  .openapi("RetentionRule");

export function presentRetentionRule(row: RetentionRuleRow): z.infer<typeof retentionRuleSchema> {
  const { id, kind, level, customerState, months, action, enabled, createdAt, lastRunAt, lastRunCount } = row;
  return {
    id,
    kind,
    level,
    customerState,
    months,
    action,
    enabled,
    createdAt: instant(createdAt),
    lastRunAt: instantOrNull(lastRunAt),
    lastRunCount,
  };
}

export const retentionPreviewSchema = z
  .object({ count: z.number().int(), oldest: z.string().nullable(), newest: z.string().nullable(), held: z.number().int() })
  .openapi("RetentionPreview");

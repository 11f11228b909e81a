import { z } from "zod";

export const retentionRuleSchema = z
  .object({
    kind: z.enum(["email", "call", "meeting", "note", "other"]).nullable().default(null),
    level: z.enum(["metadata", "subject", "content"]).nullable().default(null),
    customerState: z.enum(["active", "archived", "none"]).nullable().default(null),
    months: z.number().int().min(1).max(1200),
    action: z.enum(["drop-body", "erase"]),
    enabled: z.boolean().default(false),
  })
  .meta({ example: { kind: "email", level: null, customerState: "archived", months: 24, action: "drop-body", enabled: true } });
export type RetentionRuleInput = z.input<typeof retentionRuleSchema>;

import { z } from "zod";
import { directionSchema, instantSchema, safeText } from "./common.ts";

/** SMS, chat, letter, visit, ...: the list is the administrator's. */
export const otherSchema = z.object({
  kind: z.literal("other"),
  occurredAt: instantSchema,
  otherKind: safeText(100).min(1),
  direction: directionSchema.default("none"),
  subject: safeText(2000).default(""),
  text: safeText(1_000_000).nullish(),
});
export type Other = z.infer<typeof otherSchema>;

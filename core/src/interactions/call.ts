import { z } from "zod";
import { instantSchema, safeText } from "./common.ts";

/** A phone call. `direction` is seen from our side. */
export const callSchema = z.object({
  kind: z.literal("call"),
  occurredAt: instantSchema,
  direction: z.enum(["incoming", "outgoing"]),
  outcome: z.enum(["answered", "missed", "voicemail", "busy"]).default("answered"),
  durationSeconds: z.number().int().min(0).max(86_400).nullish(),
  phoneNumber: safeText(50).nullish(),
  callId: safeText(500).nullish(),
  subject: safeText(2000).default(""),
  text: safeText(1_000_000).nullish(),
});
export type Call = z.infer<typeof callSchema>;

import { z } from "zod";
import { instantSchema, listKeySchema, participantSchema, safeText } from "./common.ts";

/** A phone call. `direction` is seen from our side, and so says who called. `text` holds the main points. */
export const callSchema = z.object({
  kind: z.literal("call"),
  occurredAt: instantSchema,
  direction: z.enum(["incoming", "outgoing"]),
  /** What it counts as. */
  outcome: z.enum(["answered", "missed", "voicemail", "busy"]).default("answered"),
  /** More exactly, from the organisation's own list of outcomes; each of those counts as one of the above. */
  outcomeKey: listKeySchema.nullish(),
  durationSeconds: z.number().int().min(0).max(86_400).nullish(),
  /** The other side's number, as dialled or shown. */
  phoneNumber: safeText(50).nullish(),
  /** Who spoke, as far as known beyond the number: `caller`, `callee`, `other` for a conference. */
  participants: z.array(participantSchema).max(200).default([]),
  callId: safeText(500).nullish(),
  subject: safeText(2000).default(""),
  text: safeText(1_000_000).nullish(),
});
export type Call = z.infer<typeof callSchema>;

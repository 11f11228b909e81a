import { z } from "zod";
import { directionSchema, instantSchema, participantSchema, safeText } from "./common.ts";

/** SMS, chat, letter, visit, ...: the list is the administrator's. */
export const otherSchema = z.object({
  kind: z.literal("other"),
  occurredAt: instantSchema,
  otherKind: safeText(100).min(1),
  /** Seen from our side, and so says who began: `incoming` the customer, `outgoing` we. */
  direction: directionSchema.default("none"),
  /** Who took part: `from` and `to` of an SMS or letter, `attendee` of a visit. */
  participants: z.array(participantSchema).max(200).default([]),
  subject: safeText(2000).default(""),
  text: safeText(1_000_000).nullish(),
});
export type Other = z.infer<typeof otherSchema>;

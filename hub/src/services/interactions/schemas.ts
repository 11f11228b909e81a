import { z } from "zod";
import { instantSchema, listKeySchema, safeText, statedLinksSchema } from "@kronika/core/interactions/common.ts";
import { interactionContentSchema } from "@kronika/core/interactions/index.ts";

/** Schemes that a client may bring; `message-id`, `ical` and `call-id` follow from the content. */
const identitySchema = z.object({
  scheme: z
    .string()
    .regex(/^provider:[a-z0-9-]{1,40}$/, "must be provider:<name>")
    .transform((scheme) => scheme as `provider:${string}`),
  value: safeText(1000).min(1),
});

/** One interaction as a client records it. */
export const recordInputSchema = z.object({
  clientId: z.uuid().optional(),
  interaction: interactionContentSchema,
  /** The page that it was read from. */
  source: z
    .object({
      host: z.enum(["gmail", "outlook", "google-calendar", "outlook-calendar"]),
      providerId: safeText(500).nullish(),
      threadId: safeText(500).nullish(),
      account: safeText(320).nullish(),
    })
    .optional(),
  identities: z.array(identitySchema).max(20).optional(),
  links: statedLinksSchema.optional(),
  /** Only whoever records it shall see it. */
  private: z.boolean().optional(),
  remind: z
    .union([
      z.strictObject({ noReplyWithinDays: z.number().int().min(1).max(365), title: safeText(500).optional() }),
      z.strictObject({ at: instantSchema, title: safeText(500).trim().min(1).optional() }),
    ])
    .optional(),
});
export type RecordInput = z.input<typeof recordInputSchema>;

export const updateInteractionSchema = z.object({
  subject: safeText(2000).optional(),
  text: safeText(1_000_000).optional(),
  outcome: z.enum(["held", "no-show", "cancelled", "answered", "missed", "voicemail", "busy"]).optional(),
  /** From the organisation's own list; says by itself what it counts as. */
  outcomeKey: listKeySchema.optional(),
});
export type UpdateInteraction = z.input<typeof updateInteractionSchema>;

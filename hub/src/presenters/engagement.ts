import { z } from "@hono/zod-openapi";
import { engagementBands, engagementKinds, type Engagement } from "@kronika/core/engagement.ts";

/** As many contributions are listed one by one; the rest, each worth little, is summed up. */
const LISTED = 50;

export const engagementSchema = z
  .object({
    version: z.number().int().openapi({ description: "Of weights and formula" }),
    at: z.string().openapi({ description: "The moment for which it holds", example: "2026-11-24T23:00:00.000Z" }),
    score: z.number().openapi({ description: "100 x (1 - exp(-sum)), not below 0, one decimal", example: 41.2 }),
    band: z.enum(engagementBands),
    sum: z.number().openapi({ description: "Of weight x 0.5^(age in days / 30) over all contributions" }),
    contributions: z.array(
      z.object({
        kind: z.enum(engagementKinds),
        interactionId: z.uuid(),
        occurredAt: z.string(),
        weight: z.number(),
        ageDays: z.number(),
        value: z.number().openapi({ description: "weight x decay: its part of the sum" }),
      }),
    ),
    others: z.object({ count: z.number().int(), value: z.number() }).openapi({ description: "The contributions that are not listed" }),
  })
  .openapi("Engagement");

export function presentEngagement({ contributions, ...figure }: Engagement): z.infer<typeof engagementSchema> {
  const others = contributions.slice(LISTED);
  return {
    ...figure,
    contributions: contributions.slice(0, LISTED),
    others: { count: others.length, value: others.reduce((sum, { value }) => sum + value, 0) },
  };
}

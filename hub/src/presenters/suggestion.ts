import { z } from "@hono/zod-openapi";
import { suggestionRules, type Suggestion } from "@kronika/core/suggestions/facts.ts";

export const suggestionSchema = z
  .object({
    rule: z.enum(suggestionRules).openapi({ example: "ask-about-offer" }),
    reasons: z.array(
      z.object({
        code: z.string().openapi({ example: "offer-unanswered" }),
        count: z.number().optional().openapi({ description: "Days, percent or how many, as the code says", example: 6 }),
        interactionId: z.uuid().optional(),
        document: z.string().optional().openapi({ description: "Number of a quote or invoice", example: "CP-2026-014" }),
      }),
    ),
    action: z.object({
      kind: z.enum(["call", "mail", "reminder", "outcome"]).openapi({ description: "`outcome`: say how the meeting went" }),
      interactionId: z.uuid().optional(),
    }),
  })
  .openapi("Suggestion");

export const presentSuggestion = ({ rule, reasons, action }: Suggestion): z.infer<typeof suggestionSchema> => ({ rule, reasons, action });

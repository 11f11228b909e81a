import { z } from "@hono/zod-openapi";
import type { QuestionRow } from "../services/questions/list.ts";
import type { RuleRow } from "../services/rules/list.ts";
import type { RulePreview } from "../services/rules/preview.ts";
import { instant, named, namedSchema } from "./common.ts";
import { interactionSummarySchema, presentSummary } from "./interaction.ts";

export const questionSchema = z
  .object({
    id: z.uuid(),
    kind: z
      .enum(["opportunity", "customer"])
      .openapi({ description: "What is asked: to which deal, or to which of several customers it belongs" }),
    interaction: interactionSummarySchema,
    candidates: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        customer: namedSchema,
        score: z.number().openapi({ description: "Chance, 0 to 1", example: 0.62 }),
        evidence: z
          .array(z.record(z.string(), z.unknown()))
          .openapi({ example: [{ code: "deal-name", words: ["palety"], strength: 0.6 }] }),
      }),
    ),
  })
  .openapi("Question");

export const presentQuestion = ({ id, kind, interaction, candidates }: QuestionRow): z.infer<typeof questionSchema> => ({
  id,
  kind,
  interaction: presentSummary(interaction),
  candidates: candidates.map(({ id, name, customerId, customerName, score, evidence }) => ({
    id,
    name,
    customer: { id: customerId, name: customerName },
    score,
    evidence,
  })),
});

export const questionCountsSchema = z
  .object({ opportunity: z.number().int(), customer: z.number().int(), sender: z.number().int() })
  .openapi("QuestionCounts", { description: "Open questions by kind, counted up to 1,000; frequent unknown senders" });

export const unknownSenderSchema = z
  .object({
    address: z.string().openapi({ example: "jana.nova@firma.example" }),
    count: z.number().int().openapi({ description: "Messages that were left out because nobody knows the address" }),
    lastSeen: z.string().nullable(),
  })
  .openapi("UnknownSender");

export const ruleSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["address", "domain", "subject", "document-prefix"]),
    value: z.string(),
    customer: namedSchema,
    opportunity: namedSchema.nullable(),
    noOpportunity: z.boolean(),
    createdBy: namedSchema.nullable(),
    createdAt: z.string(),
    moved: z.number().int(),
  })
  .openapi("LinkRule");

export const presentRule = (row: RuleRow): z.infer<typeof ruleSchema> => ({
  id: row.id,
  kind: row.kind,
  value: row.value,
  customer: { id: row.customerId, name: row.customerName },
  opportunity: named(row.opportunityId, row.opportunityName),
  noOpportunity: row.noOpportunity,
  createdBy: named(row.createdById, row.createdByName),
  createdAt: instant(new Date(row.createdAt)),
  moved: row.moved,
});

export const rulePreviewSchema = z
  .object({
    count: z.number().int().openapi({ description: "Interactions that it would move, of those that the viewer sees" }),
    items: z
      .array(z.object({ interaction: interactionSummarySchema, leaves: z.array(z.string()) }))
      .openapi({ description: "The newest 50" }),
  })
  .openapi("LinkRulePreview");

export const presentPreview = ({ count, items }: RulePreview): z.infer<typeof rulePreviewSchema> => ({
  count,
  items: items.map(({ interaction, leaves }) => ({ interaction: presentSummary(interaction), leaves })),
});

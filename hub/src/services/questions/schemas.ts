import { z } from "zod";
import { addressSchema } from "@kronika/core/interactions/common.ts";

export const listQuestionsSchema = z.object({
  kind: z.enum(["opportunity", "customer"]).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListQuestions = z.input<typeof listQuestionsSchema>;

/** The deal or customer that it is, or null: none of these. */
export const answerQuestionSchema = z.strictObject({ answer: z.uuid().nullable() });
export type AnswerQuestion = z.input<typeof answerQuestionSchema>;

export const dismissSenderSchema = z.strictObject({ address: addressSchema });
export type DismissSender = z.input<typeof dismissSenderSchema>;

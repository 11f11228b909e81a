import { z } from "zod";
import { instantSchema, safeText } from "./common.ts";

/** Something worth keeping that nobody sent. */
export const noteSchema = z.object({
  kind: z.literal("note"),
  occurredAt: instantSchema,
  subject: safeText(2000).default(""),
  text: safeText(1_000_000).min(1),
});
export type Note = z.infer<typeof noteSchema>;

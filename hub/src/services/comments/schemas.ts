import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";
import { namesOneThing, ONE_THING, thingFields } from "../follows/thing.ts";

/** Composed form: a name is found however its letters were typed. */
const text = safeText(10_000)
  .transform((value) => value.normalize("NFC").trim())
  .refine((value) => value !== "", "must not be empty");

export const createCommentSchema = z.strictObject({ ...thingFields, text }).refine(namesOneThing, ONE_THING);
export type CreateComment = z.input<typeof createCommentSchema>;

export const updateCommentSchema = z.strictObject({ text });

export const listCommentsSchema = z
  .object({ ...thingFields, limit: z.number().int().min(1).max(200).default(50), cursor: z.string().optional() })
  .refine(namesOneThing, ONE_THING);

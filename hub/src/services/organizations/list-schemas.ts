import { z } from "zod";
import { listKeySchema, safeText } from "@kronika/core/interactions/common.ts";
import { callSchema } from "@kronika/core/interactions/call.ts";
import { meetingSchema } from "@kronika/core/interactions/meeting.ts";
import type { OrganizationLists } from "../../db/schema/organizations.ts";

export const listNameSchema = z.enum(["kinds", "callOutcomes", "meetingOutcomes", "stages"]);
export type ListName = keyof OrganizationLists;

const name = safeText(60).trim().min(1, "must not be empty");
const entrySchema = z.object({
  key: listKeySchema,
  sk: name,
  en: name,
  retired: z.boolean().optional(),
  countsAs: z.string().max(40).optional(),
});

/** The fixed outcomes as one of which each of the organisation's own counts. */
const fixedOutcomes = {
  callOutcomes: callSchema.shape.outcome.unwrap().options,
  meetingOutcomes: meetingSchema.shape.outcome.unwrap().unwrap().options,
} as const satisfies Partial<Record<ListName, readonly string[]>>;

const isOutcomes = (list: ListName): list is keyof typeof fixedOutcomes => Object.hasOwn(fixedOutcomes, list);

/** A whole list in its order. */
export const replaceListSchema = z.object({ items: z.array(entrySchema).max(100) }).meta({
  example: {
    items: [
      { key: "sms", sk: "SMS", en: "Text message" },
      { key: "letter", sk: "List", en: "Letter", retired: true },
    ],
  },
});
export type ReplaceList = z.input<typeof replaceListSchema>;

/** The same with what the list asks for: each key once; outcomes say as what they count; of stages one at least is offered. */
export const listSchemaOf = (list: ListName) =>
  replaceListSchema.superRefine(({ items }, ctx) => {
    const fixed: readonly string[] = isOutcomes(list) ? fixedOutcomes[list] : [];
    const refuse = (message: string, ...path: (string | number)[]) => ctx.addIssue({ code: "custom", path: ["items", ...path], message });
    const seen = new Set(fixed);
    for (const [i, { key, countsAs }] of items.entries()) {
      if (seen.has(key)) refuse("is in the list already", i, "key");
      seen.add(key);
      if (isOutcomes(list) && !fixed.includes(countsAs ?? "")) refuse(`must be one of ${fixed.join(", ")}`, i, "countsAs");
      if (!isOutcomes(list) && countsAs !== undefined) refuse("is for outcomes only", i, "countsAs");
    }
    if (list === "stages" && items.every(({ retired }) => retired === true)) refuse("must offer one stage at least");
  });

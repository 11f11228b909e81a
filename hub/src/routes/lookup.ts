import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, json, problems } from "../http.ts";
import { namedSchema } from "../presenters/common.ts";
import { interactionSummarySchema, presentSummary } from "../presenters/interaction.ts";
import { presentReminder, reminderSchema } from "../presenters/reminder.ts";
import { lookUpPeople } from "../services/lookup/look-up-people.ts";

/** `?address=a&address=b`: one value or many. */
const many = (max: number) =>
  z
    .union([z.string().max(500), z.array(z.string().max(500)).max(max)])
    .optional()
    .transform((value) => (value === undefined ? [] : [value].flat()));

const answer = z
  .object({
    known: z.array(z.object({ address: z.string(), contact: namedSchema.nullable(), customer: namedSchema.nullable() })),
    customer: namedSchema.extend({ owner: namedSchema.nullable() }).nullable(),
    opportunities: z.array(namedSchema.extend({ stage: z.string() })),
    interactions: z.array(interactionSummarySchema.extend({ title: z.string() })),
    nextReminder: reminderSchema.nullable(),
    recorded: z.array(z.object({ providerId: z.string(), interactionId: z.uuid() })),
  })
  .openapi("PeopleLookup");

const route = createRoute({
  method: "get",
  path: "/",
  tags: ["lookup"],
  request: { query: z.object({ address: many(50), providerId: many(50) }) },
  responses: { 200: json(answer, "Who these addresses are, and what was said last"), ...problems },
});

export const lookupRoutes = createRouter().openapi(route, async (c) => {
  const { address, providerId } = c.req.valid("query");
  const { interactions, nextReminder, ...rest } = await lookUpPeople(ctxOf(c), address, providerId);
  const lines = interactions.map((row) => ({ ...presentSummary(row), title: row.subject ?? "" }));
  return c.json({ ...rest, interactions: lines, nextReminder: nextReminder ? presentReminder(nextReminder) : null }, 200);
});

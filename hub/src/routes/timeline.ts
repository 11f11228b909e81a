import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { interactionSummarySchema, presentSummary } from "../presenters/interaction.ts";
import { timeline, timelineKindSchema } from "../services/interactions/timeline.ts";

const query = pageQuery.extend({
  kind: z
    .string()
    .max(1000)
    .transform((text) => text.split(","))
    .pipe(z.array(timelineKindSchema))
    .optional()
    .openapi({
      type: "string",
      description: "Kinds, separated by commas; of the further kinds also one alone",
      example: "email,other:sms",
    }),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  q: z.string().max(200).optional(),
  participant: z.string().max(320).optional(),
});

/** The history of a customer, contact or opportunity: one route, mounted under each noun. */
export function timelineRoutes(target: "customer" | "contact" | "opportunity") {
  const route = createRoute({
    method: "get",
    path: "/{id}/timeline",
    tags: ["timeline"],
    request: { params: idParam, query },
    responses: { 200: json(pageOf(interactionSummarySchema), "Newest first; upcoming meetings are in it"), ...problems },
  });
  return createRouter().openapi(route, async (c) => {
    const { kind, ...filters } = c.req.valid("query");
    const page = await timeline(ctxOf(c), target, c.req.valid("param").id, { ...filters, ...(kind ? { kinds: kind } : {}) });
    return c.json({ ...page, items: page.items.map(presentSummary) }, 200);
  });
}

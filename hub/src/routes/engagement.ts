import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { engagementSchema, presentEngagement } from "../presenters/engagement.ts";
import { engagementOf } from "../services/engagement/engagement.ts";

const query = z.object({
  at: z.iso
    .date()
    .optional()
    .openapi({ description: "A past day in the organisation's time zone: the figure of its end", example: "2026-11-01" }),
});

/** How warm a customer or contact is: one route, mounted under each noun. */
export function engagementRoutes(target: "customer" | "contact") {
  const route = createRoute({
    method: "get",
    path: "/{id}/engagement",
    tags: [`${target}s`],
    description:
      "Computed from what you may see: whoever sees less of the history may see another figure, and never learns of what is hidden",
    request: { params: idParam, query },
    responses: { 200: json(engagementSchema, "The figure with everything that it is made of"), ...problems },
  });
  return createRouter().openapi(route, async (c) =>
    c.json(presentEngagement(await engagementOf(ctxOf(c), target, c.req.valid("param").id, c.req.valid("query"))), 200),
  );
}

import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, json, problems } from "../http.ts";
import { presentSearch, searchResultSchema } from "../presenters/search.ts";
import { search } from "../services/search/search.ts";

const query = z.object({
  q: z.string().trim().min(1).max(200).openapi({
    description:
      'Words (beginnings will do, diacritics do not matter), "phrases", and `from: to: kind: customer: after: before:`, or in Slovak `od: komu: druh: zakaznik: po: pred:`',
    example: 'ponuka from:eva after:2026-01 "dodacia lehota"',
  }),
  limit: z.coerce.number().int().min(1).max(50).default(10),
  cursor: z.string().max(500).optional(),
});

const route = createRoute({
  method: "get",
  path: "/",
  tags: ["search"],
  request: { query },
  responses: { 200: json(searchResultSchema, "Customers, people, opportunities, sales documents and interactions"), ...problems },
});

export const searchRoutes = createRouter().openapi(route, async (c) => {
  const { q, limit, cursor } = c.req.valid("query");
  return c.json(presentSearch(await search(ctxOf(c), q, limit, cursor)), 200);
});

import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, json, problems } from "../http.ts";
import { contactSchema, presentContact } from "../presenters/contact.ts";
import { customerSchema, presentCustomer } from "../presenters/customer.ts";
import { interactionSummarySchema, presentSummary } from "../presenters/interaction.ts";
import { opportunitySchema, presentOpportunity } from "../presenters/opportunity.ts";
import { search } from "../services/search/search.ts";

const answer = z
  .object({
    customers: z.array(customerSchema),
    contacts: z.array(contactSchema),
    opportunities: z.array(opportunitySchema),
    interactions: z.array(interactionSummarySchema),
  })
  .openapi("SearchResult");

const route = createRoute({
  method: "get",
  path: "/",
  tags: ["search"],
  request: { query: z.object({ q: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(10) }) },
  responses: { 200: json(answer, "Customers, people, opportunities and interactions"), ...problems },
});

export const searchRoutes = createRouter().openapi(route, async (c) => {
  const { q, limit } = c.req.valid("query");
  const found = await search(ctxOf(c), q, limit);
  return c.json(
    {
      customers: found.customers.map(presentCustomer),
      contacts: found.contacts.map(presentContact),
      opportunities: found.opportunities.map(presentOpportunity),
      interactions: found.interactions.map(presentSummary),
    },
    200,
  );
});

import { createRoute, z } from "@hono/zod-openapi";
import { body, conditionOf, createRouter, ctxOf, idParam, ifMatchHeader, json, pageOf, pageQuery, problems, withETag } from "../http.ts";
import { opportunitySchema, presentOpportunity } from "../presenters/opportunity.ts";
import { createOpportunity } from "../services/opportunities/create.ts";
import { deleteOpportunity } from "../services/opportunities/delete.ts";
import { getOpportunity, listOpportunities } from "../services/opportunities/list.ts";
import { createOpportunitySchema, updateOpportunitySchema } from "../services/opportunities/schemas.ts";
import { updateOpportunity } from "../services/opportunities/update.ts";

const listQuery = pageQuery.extend({
  customerId: z.uuid().optional(),
  state: z.enum(["open", "won", "lost"]).optional(),
  q: z.string().max(200).optional(),
});

const list = createRoute({
  method: "get",
  path: "/",
  tags: ["opportunities"],
  request: { query: listQuery },
  responses: { 200: json(pageOf(opportunitySchema), "Opportunities"), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags: ["opportunities"],
  request: { body: body(createOpportunitySchema) },
  responses: { 201: json(opportunitySchema, "Created"), ...problems },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["opportunities"],
  request: { params: idParam },
  responses: { 200: json(opportunitySchema, "The opportunity"), ...problems },
});
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags: ["opportunities"],
  request: { params: idParam, headers: ifMatchHeader, body: body(updateOpportunitySchema) },
  responses: { 200: json(opportunitySchema, "Changed"), ...problems },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags: ["opportunities"],
  summary: "Delete a deal that was opened by mistake; one with a history is closed as lost instead (409)",
  request: { params: idParam },
  responses: { 204: { description: "Deleted" }, ...problems },
});

export const opportunityRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listOpportunities(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentOpportunity) }, 200);
  })
  .openapi(create, async (c) => {
    const { id } = await createOpportunity(ctxOf(c), c.req.valid("json"));
    return c.json(presentOpportunity(await getOpportunity(ctxOf(c), id)), 201);
  })
  .openapi(get, async (c) => c.json(withETag(c, presentOpportunity(await getOpportunity(ctxOf(c), c.req.valid("param").id))), 200))
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateOpportunity(ctxOf(c), id, c.req.valid("json"), conditionOf(c.req.valid("header")));
    return c.json(withETag(c, presentOpportunity(await getOpportunity(ctxOf(c), id))), 200);
  })
  .openapi(remove, async (c) => {
    await deleteOpportunity(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

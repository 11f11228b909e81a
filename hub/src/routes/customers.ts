import { createRoute, z } from "@hono/zod-openapi";
import { body, conditionOf, createRouter, ctxOf, idParam, ifMatchHeader, json, pageOf, pageQuery, problems, withETag } from "../http.ts";
import { customerSchema, presentCustomer } from "../presenters/customer.ts";
import { archiveCustomer } from "../services/customers/archive.ts";
import { createCustomer } from "../services/customers/create.ts";
import { getCustomer, listCustomers } from "../services/customers/list.ts";
import { createCustomerSchema, updateCustomerSchema } from "../services/customers/schemas.ts";
import { updateCustomer } from "../services/customers/update.ts";

const listQuery = pageQuery.extend({
  q: z.string().max(200).optional(),
  kind: z.enum(["customer", "partner", "supplier"]).optional(),
  owner: z.union([z.literal("me"), z.uuid()]).optional(),
  sort: z.enum(["name", "last"]).default("name"),
});

const list = createRoute({
  method: "get",
  path: "/",
  tags: ["customers"],
  request: { query: listQuery },
  responses: { 200: json(pageOf(customerSchema), "Customers"), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags: ["customers"],
  request: { body: body(createCustomerSchema) },
  responses: { 201: json(customerSchema, "Created"), ...problems },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["customers"],
  request: { params: idParam },
  responses: { 200: json(customerSchema, "The customer"), ...problems },
});
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags: ["customers"],
  request: { params: idParam, headers: ifMatchHeader, body: body(updateCustomerSchema) },
  responses: { 200: json(customerSchema, "Changed"), ...problems },
});
const archive = createRoute({
  method: "delete",
  path: "/{id}",
  tags: ["customers"],
  request: { params: idParam },
  responses: { 204: { description: "Put away" }, ...problems },
});

export const customerRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listCustomers(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentCustomer) }, 200);
  })
  .openapi(create, async (c) => {
    const { id } = await createCustomer(ctxOf(c), c.req.valid("json"));
    return c.json(presentCustomer(await getCustomer(ctxOf(c), id)), 201);
  })
  .openapi(get, async (c) => c.json(withETag(c, presentCustomer(await getCustomer(ctxOf(c), c.req.valid("param").id))), 200))
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateCustomer(ctxOf(c), id, c.req.valid("json"), conditionOf(c.req.valid("header")));
    return c.json(withETag(c, presentCustomer(await getCustomer(ctxOf(c), id))), 200);
  })
  .openapi(archive, async (c) => {
    await archiveCustomer(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

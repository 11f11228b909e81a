import { createRoute, z } from "@hono/zod-openapi";
import { body, conditionOf, createRouter, ctxOf, idParam, ifMatchHeader, json, pageOf, pageQuery, problems, withETag } from "../http.ts";
import { contactSchema, presentContact } from "../presenters/contact.ts";
import { createContact } from "../services/contacts/create.ts";
import { getContact, listContacts } from "../services/contacts/list.ts";
import { createContactSchema, updateContactSchema } from "../services/contacts/schemas.ts";
import { archiveContact, updateContact } from "../services/contacts/update.ts";

const listQuery = pageQuery.extend({ customerId: z.uuid().optional(), q: z.string().max(200).optional() });

const list = createRoute({
  method: "get",
  path: "/",
  tags: ["contacts"],
  request: { query: listQuery },
  responses: { 200: json(pageOf(contactSchema), "People"), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags: ["contacts"],
  request: { body: body(createContactSchema) },
  responses: { 201: json(contactSchema, "Created"), ...problems },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  tags: ["contacts"],
  request: { params: idParam },
  responses: { 200: json(contactSchema, "The person"), ...problems },
});
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags: ["contacts"],
  request: { params: idParam, headers: ifMatchHeader, body: body(updateContactSchema) },
  responses: { 200: json(contactSchema, "Changed"), ...problems },
});
const archive = createRoute({
  method: "delete",
  path: "/{id}",
  tags: ["contacts"],
  request: { params: idParam },
  responses: { 204: { description: "Put away" }, ...problems },
});

export const contactRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listContacts(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentContact) }, 200);
  })
  .openapi(create, async (c) => {
    const { id } = await createContact(ctxOf(c), c.req.valid("json"));
    return c.json(presentContact(await getContact(ctxOf(c), id)), 201);
  })
  .openapi(get, async (c) => c.json(withETag(c, presentContact(await getContact(ctxOf(c), c.req.valid("param").id))), 200))
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateContact(ctxOf(c), id, c.req.valid("json"), conditionOf(c.req.valid("header")));
    return c.json(withETag(c, presentContact(await getContact(ctxOf(c), id))), 200);
  })
  .openapi(archive, async (c) => {
    await archiveContact(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

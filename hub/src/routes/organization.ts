import { createRoute, z } from "@hono/zod-openapi";
import { conditionOf, body, createRouter, ctxOf, ifMatchHeader, json, problems, withETag } from "../http.ts";
import { organizationSchema, presentOrganization, presentVersionedLists, versionedListsSchema } from "../presenters/organization.ts";
import { getOrganization } from "../services/organizations/get.ts";
import { listNameSchema, replaceListSchema } from "../services/organizations/list-schemas.ts";
import { getLists, replaceList } from "../services/organizations/lists.ts";
import { updateOrganizationSchema } from "../services/organizations/schemas.ts";
import { updateOrganization } from "../services/organizations/update.ts";

const tags = ["organization"];

const get = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "The organisation and its settings",
  responses: { 200: json(organizationSchema), ...problems },
});

const patch = createRoute({
  method: "patch",
  path: "/",
  tags,
  summary: "Change the organisation (administrator)",
  request: { body: body(updateOrganizationSchema) },
  responses: { 200: json(organizationSchema), ...problems },
});

const lists = createRoute({
  method: "get",
  path: "/lists",
  tags,
  summary: "Further kinds of interaction, outcomes of calls and meetings, stages of opportunities",
  responses: { 200: json(versionedListsSchema, "The lists; the header ETag is for If-Match"), ...problems },
});

const putList = createRoute({
  method: "put",
  path: "/lists/{list}",
  tags,
  summary: "Replace a list (administrator): an entry in use can be retired, not left out",
  request: {
    params: z.object({ list: listNameSchema }),
    headers: ifMatchHeader,
    body: body(replaceListSchema),
  },
  responses: { 200: json(versionedListsSchema, "All lists as they stand now"), ...problems },
});

export const organizationRoutes = createRouter()
  .openapi(get, async (c) => c.json(presentOrganization(await getOrganization(ctxOf(c))), 200))
  .openapi(lists, async (c) => c.json(withETag(c, presentVersionedLists(await getLists(ctxOf(c)))), 200))
  .openapi(putList, async (c) => {
    const lists = await replaceList(ctxOf(c), c.req.valid("param").list, c.req.valid("json"), conditionOf(c.req.valid("header")));
    return c.json(withETag(c, presentVersionedLists(lists)), 200);
  })
  .openapi(patch, async (c) => c.json(presentOrganization(await updateOrganization(ctxOf(c), c.req.valid("json"))), 200));

import { createRoute } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, json, problems } from "../http.ts";
import { organizationSchema, presentOrganization } from "../presenters/organization.ts";
import { getOrganization } from "../services/organizations/get.ts";
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

export const organizationRoutes = createRouter()
  .openapi(get, async (c) => c.json(presentOrganization(await getOrganization(ctxOf(c))), 200))
  .openapi(patch, async (c) => c.json(presentOrganization(await updateOrganization(ctxOf(c), c.req.valid("json"))), 200));

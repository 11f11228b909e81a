import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import {
  accessSchema,
  grantSchema,
  presentAccess,
  presentGrant,
  presentRightsExplanation,
  presentRightsTable,
  rightsExplanationSchema,
  rightsTableSchema,
} from "../presenters/rights.ts";
import { getOrganization } from "../services/organizations/get.ts";
import { settingsOf } from "../services/organizations/settings.ts";
import { describeAccess, describeAccessSchema } from "../services/rights/describe-access.ts";
import { explainRights, explainRightsSchema } from "../services/rights/explain-rights.ts";
import { giveGrant } from "../services/rights/give-grant.ts";
import { listGrants } from "../services/rights/list-grants.ts";
import { restrictCustomer } from "../services/rights/restrict-customer.ts";
import { rightsTable } from "../services/rights/rights-table.ts";
import { giveGrantSchema, granteeSchema, grantResourceSchema } from "../services/rights/schemas.ts";
import { setPrivate } from "../services/rights/set-private.ts";
import { takeGrant } from "../services/rights/take-grant.ts";

const tags = ["rights"];

const list = createRoute({
  method: "get",
  path: "/grants",
  tags,
  summary: "Rights that were given, newest first",
  request: {
    query: pageQuery.extend({
      resource: grantResourceSchema.optional(),
      resourceId: z.uuid().optional(),
      grantee: granteeSchema.optional(),
    }),
  },
  responses: { 200: json(pageOf(grantSchema)), ...problems },
});

const give = createRoute({
  method: "post",
  path: "/grants",
  tags,
  summary: "Give a person, team, role or everybody a right on a customer, deal, interaction, or on the mail of a person",
  description: "Giving again replaces what was given before. It holds at once, also for what stands already.",
  request: { body: body(giveGrantSchema) },
  responses: { 201: json(z.object({ id: z.uuid() })), ...problems },
});

const take = createRoute({
  method: "delete",
  path: "/grants/{id}",
  tags,
  summary: "Take a right back",
  request: { params: idParam },
  responses: { 204: { description: "Taken back" }, ...problems },
});

const restriction = createRoute({
  method: "put",
  path: "/customers/{id}/restriction",
  tags,
  summary: "Hide a customer from all but its owner, administrators and who holds a right on it; or open it again",
  request: { params: idParam, body: body(z.strictObject({ restricted: z.boolean() })) },
  responses: { 204: { description: "Done" }, ...problems },
});

const privacy = createRoute({
  method: "put",
  path: "/interactions/{id}/private",
  tags,
  summary: "Make an interaction private to its owners, or share it again",
  request: { params: idParam, body: body(z.strictObject({ private: z.boolean() })) },
  responses: { 204: { description: "Done" }, ...problems },
});

const explain = createRoute({
  method: "get",
  path: "/rights/explanation",
  tags,
  summary: "What somebody sees of a customer, and why",
  request: { query: explainRightsSchema },
  responses: { 200: json(rightsExplanationSchema), ...problems },
});

const access = createRoute({
  method: "get",
  path: "/rights/access",
  tags,
  summary: "Who has a thing now, and why the viewer sees as much of it as he does",
  request: { query: describeAccessSchema },
  responses: { 200: json(accessSchema), ...problems },
});

const table = createRoute({
  method: "get",
  path: "/rights/table",
  tags,
  summary: "What each role may do with what, by whose it is, before any right was given",
  responses: { 200: json(rightsTableSchema), ...problems },
});

export const rightsRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listGrants(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentGrant) }, 200);
  })
  .openapi(give, async (c) => c.json(await giveGrant(ctxOf(c), c.req.valid("json")), 201))
  .openapi(take, async (c) => {
    await takeGrant(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(restriction, async (c) => {
    await restrictCustomer(ctxOf(c), c.req.valid("param").id, c.req.valid("json").restricted);
    return c.body(null, 204);
  })
  .openapi(privacy, async (c) => {
    await setPrivate(ctxOf(c), c.req.valid("param").id, c.req.valid("json").private);
    return c.body(null, 204);
  })
  .openapi(explain, async (c) => c.json(presentRightsExplanation(await explainRights(ctxOf(c), c.req.valid("query"))), 200))
  .openapi(access, async (c) => c.json(presentAccess(await describeAccess(ctxOf(c), c.req.valid("query"))), 200))
  .openapi(table, async (c) => {
    const { colleagueMailLevel } = settingsOf((await getOrganization(ctxOf(c))).settings);
    return c.json(presentRightsTable({ colleagueMailLevel, cells: rightsTable(colleagueMailLevel) }), 200);
  });

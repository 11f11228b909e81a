import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, json, pageOf, pageQuery, problems } from "../http.ts";
import { trailCheckSchema, trailRowSchema } from "../presenters/audit-trail.ts";
import { listAuditTrail } from "../services/audit-trail/list.ts";
import { verifyAuditTrail } from "../services/audit-trail/segments.ts";

const tags = ["audit"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "The audit trail, newest first",
  description: "`verb=view&noun=interaction` tells who has read a colleague's mail.",
  request: {
    query: pageQuery.extend({
      userId: z.uuid().optional(),
      noun: z.string().max(60).optional().openapi({ example: "interaction" }),
      verb: z.string().max(60).optional().openapi({ example: "view" }),
      rowId: z.uuid().optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
    }),
  },
  responses: { 200: json(pageOf(trailRowSchema)), ...problems },
});
const check = createRoute({
  method: "get",
  path: "/check",
  tags,
  summary: "Whether the trail is as it was written: a row that was changed, removed or put in shows",
  responses: { 200: json(trailCheckSchema), ...problems },
});

export const auditTrailRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listAuditTrail(ctxOf(c), c.req.valid("query")), 200))
  .openapi(check, async (c) => c.json(await verifyAuditTrail(ctxOf(c)), 200));

import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { instantOrNull } from "../presenters/common.ts";
import { connectionSchema, presentConnection } from "../presenters/connection.ts";
import { completeness } from "../services/connections/completeness.ts";
import { createConnection, discover } from "../services/connections/create.ts";
import { getConnection, listConnections, listSkipped } from "../services/connections/list.ts";
import { createConnectionSchema, reconnectSchema, updateConnectionSchema } from "../services/connections/schemas.ts";
import { reconnect, removeConnection, syncNow, updateConnection } from "../services/connections/update.ts";

const tags = ["connections"];
const answer = { 200: json(connectionSchema, "The connection"), ...problems };
const count = z.number().int();
const counts = { listed: count, stored: count, skipped: count, failed: count, pending: count, missing: count };
const completenessSchema = z
  .object({
    ...counts,
    skipped: z.record(z.string(), count).openapi({ description: "By reason" }),
    folders: z.array(z.object({ folder: z.string(), ...counts })),
    days: z.array(z.object({ day: z.string(), ...counts })),
  })
  .openapi("Completeness");
const skippedSchema = z.object({
  id: z.uuid(),
  folder: z.string(),
  receivedAt: z.string().nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  trace: z.unknown(),
  addresses: z.array(z.string()).nullable(),
});
const discoverySchema = z.object({
  addresses: z.array(z.string()),
  folders: z.array(z.object({ path: z.string(), role: z.string() })).optional(),
  calendars: z.array(z.object({ id: z.string(), name: z.string(), readOnly: z.boolean() })).optional(),
});

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  responses: { 200: json(z.object({ items: z.array(connectionSchema), nextCursor: z.null() }), "Connections"), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags,
  request: { body: body(createConnectionSchema) },
  responses: { 201: json(connectionSchema, "Connected"), ...problems },
});
const look = createRoute({
  method: "post",
  path: "/discover",
  tags,
  request: { body: body(createConnectionSchema) },
  responses: { 200: json(discoverySchema, "What the account holds"), ...problems },
});
const get = createRoute({ method: "get", path: "/{id}", tags, request: { params: idParam }, responses: answer });
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  request: { params: idParam, body: body(updateConnectionSchema) },
  responses: answer,
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  request: { params: idParam },
  responses: { 204: { description: "Removed; the history stays" }, ...problems },
});
const sync = createRoute({
  method: "post",
  path: "/{id}/sync",
  tags,
  request: { params: idParam },
  responses: { 202: { description: "Asked for" }, ...problems },
});
const again = createRoute({
  method: "post",
  path: "/{id}/reconnect",
  tags,
  request: { params: idParam, body: body(reconnectSchema) },
  responses: answer,
});
const complete = createRoute({
  method: "get",
  path: "/{id}/completeness",
  tags,
  request: { params: idParam },
  responses: { 200: json(completenessSchema, "Listed against stored and skipped"), ...problems },
});
const skipped = createRoute({
  method: "get",
  path: "/{id}/skipped",
  tags,
  request: { params: idParam, query: pageQuery },
  responses: { 200: json(pageOf(skippedSchema), "What was left out, and why"), ...problems },
});

export const connectionRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listConnections(ctxOf(c))).map(presentConnection), nextCursor: null }, 200))
  .openapi(create, async (c) => {
    const { id } = await createConnection(ctxOf(c), c.req.valid("json"));
    return c.json(presentConnection(await getConnection(ctxOf(c), id)), 201);
  })
  .openapi(look, async (c) => c.json(await discover(ctxOf(c), c.req.valid("json")), 200))
  .openapi(get, async (c) => c.json(presentConnection(await getConnection(ctxOf(c), c.req.valid("param").id)), 200))
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateConnection(ctxOf(c), id, c.req.valid("json"));
    return c.json(presentConnection(await getConnection(ctxOf(c), id)), 200);
  })
  .openapi(remove, async (c) => {
    await removeConnection(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(sync, async (c) => {
    await syncNow(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 202);
  })
  .openapi(again, async (c) => {
    const { id } = c.req.valid("param");
    await reconnect(ctxOf(c), id, c.req.valid("json"));
    return c.json(presentConnection(await getConnection(ctxOf(c), id)), 200);
  })
  .openapi(complete, async (c) => c.json(await completeness(ctxOf(c), c.req.valid("param").id), 200))
  .openapi(skipped, async (c) => {
    const page = await listSkipped(ctxOf(c), c.req.valid("param").id, c.req.valid("query"));
    return c.json({ ...page, items: page.items.map((row) => ({ ...row, receivedAt: instantOrNull(row.receivedAt) })) }, 200);
  });

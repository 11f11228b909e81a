import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import {
  certificateSchema,
  certificateText,
  erasurePreviewSchema,
  erasureSchema,
  legalHoldSchema,
  presentErasure,
  presentHold,
} from "../presenters/erasure.ts";
import { erase, previewErasure } from "../services/erasure/erase.ts";
import { listHolds, placeHold, releaseHold } from "../services/erasure/holds.ts";
import { getErasure, listErasures } from "../services/erasure/list.ts";
import { liftTombstones } from "../services/erasure/lift.ts";
import { eraseSchema, holdSchema, liftSchema } from "../services/erasure/schemas.ts";

const tags = ["erasure"];

const preview = createRoute({
  method: "get",
  path: "/erasures/preview",
  tags,
  summary: "What an erasure would take away",
  request: { query: eraseSchema.pick({ target: true, targetId: true }) },
  responses: { 200: json(erasurePreviewSchema), ...problems },
});
const list = createRoute({
  method: "get",
  path: "/erasures",
  tags,
  summary: "Certificates of erasures, newest first",
  request: { query: pageQuery },
  responses: { 200: json(pageOf(erasureSchema)), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/erasures",
  tags,
  summary: "Erase a customer, a person or an interaction for good",
  description: "Nothing brings it back, neither the next sync nor an import. A legal hold refuses it (409).",
  request: { body: body(eraseSchema) },
  responses: { 201: json(certificateSchema), ...problems },
});
const lift = createRoute({
  method: "post",
  path: "/erasures/lift",
  tags,
  summary: "Let an address, phone number or domain come in again that an erasure keeps out",
  description: "What was erased stays erased. The reason is kept in the audit trail.",
  request: { body: body(liftSchema) },
  responses: {
    200: json(z.object({ lifted: z.number().int().openapi({ description: "Tombstones lifted; 0: nothing kept it out", example: 1 }) })),
    ...problems,
  },
});
const get = createRoute({
  method: "get",
  path: "/erasures/{id}",
  tags,
  summary: "The certificate of an erasure, with whether the audit trail agrees with it",
  request: { params: idParam },
  responses: { 200: json(certificateSchema), ...problems },
});
const text = createRoute({
  method: "get",
  path: "/erasures/{id}/certificate",
  tags,
  summary: "The certificate as a text, in the caller's language",
  request: { params: idParam },
  responses: { 200: { description: "The certificate", content: { "text/plain": { schema: z.string() } } }, ...problems },
});
const holds = createRoute({
  method: "get",
  path: "/legal-holds",
  tags,
  summary: "Legal holds, newest first",
  request: { query: pageQuery },
  responses: { 200: json(pageOf(legalHoldSchema)), ...problems },
});
const hold = createRoute({
  method: "post",
  path: "/legal-holds",
  tags,
  summary: "Hold a customer, person or interaction: nothing of it is erased until the hold is over",
  request: { body: body(holdSchema) },
  responses: { 201: json(z.object({ id: z.uuid() })), ...problems },
});
const release = createRoute({
  method: "delete",
  path: "/legal-holds/{id}",
  tags,
  summary: "Release a hold",
  request: { params: idParam },
  responses: { 204: { description: "Released" }, ...problems },
});

export const erasureRoutes = createRouter()
  .openapi(preview, async (c) => c.json(await previewErasure(ctxOf(c), c.req.valid("query")), 200))
  .openapi(list, async (c) => {
    const page = await listErasures(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentErasure) }, 200);
  })
  .openapi(create, async (c) => {
    const { id } = await erase(ctxOf(c), c.req.valid("json"));
    const row = await getErasure(ctxOf(c), id);
    return c.json({ ...presentErasure(row), genuine: row.genuine }, 201);
  })
  .openapi(lift, async (c) => c.json(await liftTombstones(ctxOf(c), c.req.valid("json")), 200))
  .openapi(get, async (c) => {
    const row = await getErasure(ctxOf(c), c.req.valid("param").id);
    return c.json({ ...presentErasure(row), genuine: row.genuine }, 200);
  })
  .openapi(text, async (c) => c.text(certificateText(await getErasure(ctxOf(c), c.req.valid("param").id), c.get("language")), 200))
  .openapi(holds, async (c) => {
    const page = await listHolds(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentHold) }, 200);
  })
  .openapi(hold, async (c) => c.json(await placeHold(ctxOf(c), c.req.valid("json")), 201))
  .openapi(release, async (c) => {
    await releaseHold(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

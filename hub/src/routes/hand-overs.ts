import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { handOverCountsSchema, handOverPreviewSchema, handOverSchema, presentHandOver } from "../presenters/hand-over.ts";
import { handOver, previewHandOver, undoHandOver } from "../services/hand-over/hand-over.ts";
import { listHandOvers } from "../services/hand-over/list.ts";
import { handOverSchema as inputSchema } from "../services/hand-over/schemas.ts";

const tags = ["hand-overs"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Hand-overs that the caller made or received, newest first; of an administrator: all",
  request: { query: pageQuery.extend({ userId: z.uuid().optional() }) },
  responses: { 200: json(pageOf(handOverSchema)), ...problems },
});

const preview = createRoute({
  method: "get",
  path: "/preview",
  tags,
  summary: "What a hand-over would do",
  description: "Of what the caller sees: a customer that is restricted from him stays with its owner and is not counted.",
  request: { query: z.object({ fromId: z.uuid(), toId: z.uuid(), mail: z.enum(["true", "false"]).optional() }) },
  responses: { 200: json(handOverPreviewSchema), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Give everything of one person to another",
  description:
    "Customers, open deals, open reminders with their calendar entries, and the right to read the person's mail, in one transaction. For the person, managers and administrators; mail goes along by the person's or an administrator's word only.",
  request: { body: body(inputSchema) },
  responses: { 201: json(z.object({ id: z.uuid(), counts: handOverCountsSchema })), ...problems },
});

const undo = createRoute({
  method: "post",
  path: "/{id}/undo",
  tags,
  summary: "Take a hand-over back, as far as nobody moved things on since",
  request: { params: idParam },
  responses: { 200: json(handOverCountsSchema, "What went back"), ...problems },
});

export const handOverRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listHandOvers(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentHandOver) }, 200);
  })
  .openapi(preview, async (c) => {
    const { mail, ...people } = c.req.valid("query");
    return c.json(await previewHandOver(ctxOf(c), { ...people, ...(mail === undefined ? {} : { mail: mail === "true" }) }), 200);
  })
  .openapi(create, async (c) => c.json(await handOver(ctxOf(c), c.req.valid("json")), 201))
  .openapi(undo, async (c) => c.json(await undoHandOver(ctxOf(c), c.req.valid("param").id), 200));

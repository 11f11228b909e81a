import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { moveSchema, presentMove, presentRematch, rematchSchema } from "../presenters/rematch.ts";
import { decideRematch } from "../services/rematch/decide.ts";
import { getRematch, listMoves, listRematches } from "../services/rematch/read.ts";
import { startRematchSchema } from "../services/rematch/schemas.ts";
import { startRematch } from "../services/rematch/start.ts";

const tags = ["rematches"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "The newest matchings anew",
  responses: { 200: json(z.object({ items: z.array(rematchSchema) })), ...problems },
});

const start = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Compare history with today's addresses, aliases and domains",
  description: "What would move is a preview; nothing changes until it is applied. What a person decided is never touched.",
  request: { body: body(startRematchSchema) },
  responses: { 201: json(rematchSchema), ...problems },
});

const get = createRoute({
  method: "get",
  path: "/{id}",
  tags,
  summary: "How far it is",
  request: { params: idParam },
  responses: { 200: json(rematchSchema), ...problems },
});

const moves = createRoute({
  method: "get",
  path: "/{id}/moves",
  tags,
  summary: "What moves, newest first; only interactions that the viewer sees",
  request: { params: idParam, query: pageQuery },
  responses: { 200: json(pageOf(moveSchema)), ...problems },
});

const decide = createRoute({
  method: "post",
  path: "/{id}/{decision}",
  tags,
  summary: "Apply the preview, throw it away, or take back what was applied",
  request: { params: idParam.extend({ decision: z.enum(["apply", "discard", "undo"]) }) },
  responses: { 200: json(rematchSchema), ...problems },
});

export const rematchRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listRematches(ctxOf(c))).map(presentRematch) }, 200))
  .openapi(start, async (c) => {
    const { id } = await startRematch(ctxOf(c), c.req.valid("json"));
    return c.json(presentRematch(await getRematch(ctxOf(c), id)), 201);
  })
  .openapi(get, async (c) => c.json(presentRematch(await getRematch(ctxOf(c), c.req.valid("param").id)), 200))
  .openapi(moves, async (c) => {
    const page = await listMoves(ctxOf(c), c.req.valid("param").id, c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentMove) }, 200);
  })
  .openapi(decide, async (c) => {
    const { id, decision } = c.req.valid("param");
    await decideRematch(ctxOf(c), id, decision);
    return c.json(presentRematch(await getRematch(ctxOf(c), id)), 200);
  });

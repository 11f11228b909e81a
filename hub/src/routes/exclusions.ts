import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { addOwnExclusion, listOwnExclusions, removeOwnExclusion } from "../services/exclusions/own.ts";
import { addExclusionSchema } from "../services/exclusions/schemas.ts";

const tags = ["me"];
const exclusion = z.object({ id: z.uuid(), kind: z.enum(["address", "domain"]), value: z.string() }).openapi("Exclusion");

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "What of mine is never recorded",
  responses: { 200: json(z.object({ items: z.array(exclusion) })), ...problems },
});

const add = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Never record an address or a domain of mine from now on",
  request: { body: body(addExclusionSchema) },
  responses: { 201: json(exclusion), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Record it again",
  request: { params: idParam },
  responses: { 204: { description: "Removed" }, ...problems },
});

export const exclusionRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: await listOwnExclusions(ctxOf(c)) }, 200))
  .openapi(add, async (c) => c.json(await addOwnExclusion(ctxOf(c), c.req.valid("json")), 201))
  .openapi(remove, async (c) => {
    await removeOwnExclusion(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

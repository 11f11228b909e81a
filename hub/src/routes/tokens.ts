import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, json, problems } from "../http.ts";
import { createToken, createTokenSchema } from "../services/tokens/create.ts";

const create = createRoute({
  method: "post",
  path: "/",
  tags: ["me"],
  summary: "Make a token for a program",
  description: "The token is in this answer and nowhere else. It is listed and ended among my sign-ins.",
  request: { body: body(createTokenSchema) },
  responses: { 201: json(z.object({ id: z.uuid(), token: z.string() })), ...problems },
});

export const tokenRoutes = createRouter().openapi(create, async (c) => c.json(await createToken(ctxOf(c), c.req.valid("json")), 201));

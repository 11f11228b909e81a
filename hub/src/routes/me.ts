import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { meSchema, presentMe, presentSignIn, signInSchema } from "../presenters/me.ts";
import { endOtherSignIns, endSignIn, listSignIns } from "../services/auth/sign-ins.ts";
import { getMe, updateMe } from "../services/users/me.ts";
import { updateMeSchema } from "../services/users/schemas.ts";

const tags = ["me"];

const get = createRoute({ method: "get", path: "/", tags, summary: "Who am I", responses: { 200: json(meSchema), ...problems } });

const patch = createRoute({
  method: "patch",
  path: "/",
  tags,
  summary: "Change my name, language or password",
  description: "A new password ends my other sessions and all extensions.",
  request: { body: body(updateMeSchema) },
  responses: { 200: json(meSchema), ...problems },
});

const signIns = createRoute({
  method: "get",
  path: "/sign-ins",
  tags,
  summary: "Where I am signed in: browsers, extensions, tokens",
  responses: { 200: json(z.object({ items: z.array(signInSchema) })), ...problems },
});

const endOthers = createRoute({
  method: "delete",
  path: "/sign-ins",
  tags,
  summary: "End all my other sessions and extensions",
  description: "Tokens made for programs stay.",
  responses: { 200: json(z.object({ sessions: z.number().int() })), ...problems },
});

const endOne = createRoute({
  method: "delete",
  path: "/sign-ins/{id}",
  tags,
  summary: "End one of my sign-ins",
  request: { params: idParam },
  responses: { 204: { description: "Ended" }, ...problems },
});

export const meRoutes = createRouter()
  .openapi(get, async (c) => c.json(presentMe(await getMe(ctxOf(c))), 200))
  .openapi(patch, async (c) => c.json(presentMe(await updateMe(ctxOf(c), c.req.valid("json"))), 200))
  .openapi(signIns, async (c) => c.json({ items: (await listSignIns(ctxOf(c))).map(presentSignIn) }, 200))
  .openapi(endOthers, async (c) => c.json({ sessions: await endOtherSignIns(ctxOf(c)) }, 200))
  .openapi(endOne, async (c) => {
    await endSignIn(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

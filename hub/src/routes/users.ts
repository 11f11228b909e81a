import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { presentUser, userSchema } from "../presenters/user.ts";
import { listSecondFactors, resetSecondFactor } from "../services/auth/second-factor/of-others.ts";
import { createUser } from "../services/users/create.ts";
import { listUsers } from "../services/users/list.ts";
import { createUserSchema, updateUserSchema } from "../services/users/schemas.ts";
import { updateUser } from "../services/users/update.ts";

const tags = ["users"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "The people of the organisation",
  responses: { 200: json(z.object({ items: z.array(userSchema) })), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Add a person (administrator)",
  request: { body: body(createUserSchema) },
  responses: { 201: json(userSchema), ...problems },
});

const patch = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change or disable a person (administrator)",
  description: "Disabling ends every way in. A new password or e-mail address ends sessions and extensions.",
  request: { params: idParam, body: body(updateUserSchema) },
  responses: { 200: json(userSchema), ...problems },
});

const secondFactors = createRoute({
  method: "get",
  path: "/second-factors",
  tags,
  summary: "Who has a second factor (administrator)",
  responses: {
    200: json(z.object({ items: z.array(z.object({ userId: z.uuid(), totp: z.boolean(), passkeys: z.number().int() })) })),
    ...problems,
  },
});

const resetFactor = createRoute({
  method: "delete",
  path: "/{id}/second-factor",
  tags,
  summary: "Take away somebody's app, recovery codes and passkeys (administrator, signed in)",
  description: "For a lost phone. Ends their sessions and extensions; they set up anew.",
  request: { params: idParam },
  responses: { 204: { description: "Taken away" }, ...problems },
});

export const userRoutes = createRouter()
  .openapi(secondFactors, async (c) => c.json({ items: await listSecondFactors(ctxOf(c)) }, 200))
  .openapi(resetFactor, async (c) => {
    await resetSecondFactor(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(list, async (c) => c.json({ items: (await listUsers(ctxOf(c))).map(presentUser) }, 200))
  .openapi(create, async (c) => c.json(presentUser(await createUser(ctxOf(c), c.req.valid("json"))), 201))
  .openapi(patch, async (c) => c.json(presentUser(await updateUser(ctxOf(c), c.req.valid("param").id, c.req.valid("json"))), 200));

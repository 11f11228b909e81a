import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { presentUser, userSchema } from "../presenters/user.ts";
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

export const userRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listUsers(ctxOf(c))).map(presentUser) }, 200))
  .openapi(create, async (c) => c.json(presentUser(await createUser(ctxOf(c), c.req.valid("json"))), 201))
  .openapi(patch, async (c) => c.json(presentUser(await updateUser(ctxOf(c), c.req.valid("param").id, c.req.valid("json"))), 200));

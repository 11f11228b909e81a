import { createRoute, z } from "@hono/zod-openapi";
import { AppError } from "@kronika/core/errors.ts";
import { body, createRouter, json, openToAll, problems } from "../http.ts";
import { clientOf, limitByAddress } from "../middleware/rate-limit.ts";
import { setSessionCookie } from "../middleware/session-cookie.ts";
import { meSchema, presentMe } from "../presenters/me.ts";
import { setUp, setUpSchema } from "../services/installation/set-up.ts";
import { isSetupOpen } from "../services/installation/setup-link.ts";
import { getMe } from "../services/users/me.ts";

const tags = ["setup"];
const limit = limitByAddress({ name: "setup", max: 30, windowSeconds: 15 * 60 });

const check = createRoute({
  method: "get",
  path: "/{token}",
  tags,
  summary: "Does the set-up link still open the set-up?",
  ...openToAll,
  request: { params: z.object({ token: z.string().max(200) }) },
  responses: { 200: json(z.object({ valid: z.literal(true) })), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Create the organisation and its first administrator, once",
  ...openToAll,
  middleware: [limit] as const,
  request: { body: body(setUpSchema) },
  responses: { 201: json(meSchema), ...problems },
});

export const setupRoutes = createRouter()
  .openapi(check, async (c) => {
    const { token } = c.req.valid("param");
    if (!(await isSetupOpen(c.get("deps").database, token))) throw new AppError("not-found", "This set-up link is not valid.");
    return c.json({ valid: true as const }, 200);
  })
  .openapi(create, async (c) => {
    const { ctx, secret } = await setUp(c.get("deps"), c.req.valid("json"), clientOf(c));
    setSessionCookie(c, secret);
    return c.json(presentMe(await getMe(ctx)), 201);
  });

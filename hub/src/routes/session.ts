import { createRoute } from "@hono/zod-openapi";
import { body, createRouter, json, openToAll, problems } from "../http.ts";
import { clientOf } from "../middleware/rate-limit.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "../middleware/session-cookie.ts";
import { meSchema, presentMe } from "../presenters/me.ts";
import { signOut } from "../services/auth/sessions.ts";
import { signIn, signInSchema } from "../services/auth/sign-in.ts";
import { getMe } from "../services/users/me.ts";

const tags = ["session"];

const begin = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Sign in",
  ...openToAll,
  request: { body: body(signInSchema) },
  responses: { 200: json(meSchema, "Sets the cookie kronika_session"), ...problems },
});

const end = createRoute({
  method: "delete",
  path: "/",
  tags,
  summary: "Sign out",
  ...openToAll,
  responses: { 204: { description: "Signed out, also when nobody was signed in" }, ...problems },
});

export const sessionRoutes = createRouter()
  .openapi(begin, async (c) => {
    const { ctx, secret } = await signIn(c.get("deps"), c.req.valid("json"), clientOf(c), readSessionCookie(c));
    setSessionCookie(c, secret);
    return c.json(presentMe(await getMe(ctx)), 200);
  })
  .openapi(end, async (c) => {
    const ctx = c.get("ctx");
    if (ctx) await signOut(ctx);
    clearSessionCookie(c);
    return c.body(null, 204);
  });

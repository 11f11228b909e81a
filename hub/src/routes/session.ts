import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { body, createRouter, json, openToAll, problems, type AppEnv } from "../http.ts";
import { clientOf, limitByAddress } from "../middleware/rate-limit.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "../middleware/session-cookie.ts";
import { meSchema, presentMe } from "../presenters/me.ts";
import { passkeyQuestionSchema, presentPasskeyQuestion, secondStepAnswerSchema } from "../presenters/ways-in.ts";
import { beginPasskeySchema, beginPasskeySignIn, passkeyAnswerSchema, passkeySignIn } from "../services/auth/passkeys/sign-in.ts";
import { secondStep, secondStepSchema } from "../services/auth/second-factor/second-step.ts";
import { signOut, type StartedSession } from "../services/auth/sessions.ts";
import { signIn, signInSchema } from "../services/auth/sign-in.ts";
import { getMe } from "../services/users/me.ts";

const tags = ["session"];
const signedIn = json(meSchema, "Sets the cookie kronika_session");

const begin = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Sign in",
  description: "Who has a second factor gets no cookie yet but a ticket for the second step, ten minutes good.",
  ...openToAll,
  request: { body: body(signInSchema) },
  responses: { 200: json(z.union([meSchema, secondStepAnswerSchema]), "Sets the cookie kronika_session"), ...problems },
});

const second = createRoute({
  method: "post",
  path: "/second-step",
  tags,
  summary: "The second step of a sign-in: a code of the app, or a recovery code",
  ...openToAll,
  request: { body: body(secondStepSchema) },
  responses: { 200: signedIn, ...problems },
});

const askPasskey = createRoute({
  method: "post",
  path: "/passkey/options",
  tags,
  summary: "What to ask the browser for a sign-in by passkey",
  description: "With the ticket of a second step: only the passkeys of this person are good.",
  ...openToAll,
  middleware: [limitByAddress({ name: "passkey-options", max: 300, windowSeconds: 15 * 60 })] as const,
  request: { body: body(beginPasskeySchema) },
  responses: { 200: json(passkeyQuestionSchema), ...problems },
});

const byPasskey = createRoute({
  method: "post",
  path: "/passkey",
  tags,
  summary: "Sign in with a passkey, alone or as second step",
  ...openToAll,
  request: { body: body(passkeyAnswerSchema) },
  responses: { 200: signedIn, ...problems },
});

const end = createRoute({
  method: "delete",
  path: "/",
  tags,
  summary: "Sign out",
  ...openToAll,
  responses: { 204: { description: "Signed out, also when nobody was signed in" }, ...problems },
});

/** The cookie, and who it is. */
async function welcome(c: Context<AppEnv>, { ctx, secret }: StartedSession) {
  setSessionCookie(c, secret);
  return presentMe(await getMe(ctx));
}

export const sessionRoutes = createRouter()
  .openapi(begin, async (c) => {
    const outcome = await signIn(c.get("deps"), c.req.valid("json"), clientOf(c), readSessionCookie(c));
    return c.json("session" in outcome ? await welcome(c, outcome.session) : outcome, 200);
  })
  .openapi(second, async (c) =>
    c.json(await welcome(c, await secondStep(c.get("deps"), c.req.valid("json"), clientOf(c), readSessionCookie(c))), 200),
  )
  .openapi(askPasskey, async (c) => c.json(presentPasskeyQuestion(await beginPasskeySignIn(c.get("deps"), c.req.valid("json"))), 200))
  .openapi(byPasskey, async (c) =>
    c.json(await welcome(c, await passkeySignIn(c.get("deps"), c.req.valid("json"), clientOf(c), readSessionCookie(c))), 200),
  )
  .openapi(end, async (c) => {
    const ctx = c.get("ctx");
    if (ctx) await signOut(ctx);
    clearSessionCookie(c);
    return c.body(null, 204);
  });

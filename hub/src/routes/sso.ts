import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { body, createRouter, ctxOf, json, openToAll, problems, type AppEnv } from "../http.ts";
import { clientOf, limitByAddress } from "../middleware/rate-limit.ts";
import { readSessionCookie, setSessionCookie } from "../middleware/session-cookie.ts";
import { presentProvider, providerSchema } from "../presenters/sso.ts";
import { SsoRefused } from "../services/auth/sso/person.ts";
import { getProvider, listSignInWays, removeProvider, saveProvider } from "../services/auth/sso/provider.ts";
import { saveProviderSchema } from "../services/auth/sso/schemas.ts";
import { beginSso, beginSsoSchema, finishSso, SSO_SECONDS } from "../services/auth/sso/sign-in.ts";

const COOKIE = "kronika_sso";
const CALLBACK = "/api/v1/session/sso/callback";

/** Of this browser alone. Lax: the provider's page leads back here, and that is another site. */
const cookie = (c: Context<AppEnv>) =>
  ({ httpOnly: true, sameSite: "Lax", path: CALLBACK, secure: c.get("deps").publicUrl.startsWith("https:") }) as const;

const ways = createRoute({
  method: "get",
  path: "/ways",
  tags: ["session"],
  summary: "What the sign-in page offers besides a password",
  ...openToAll,
  middleware: [limitByAddress({ name: "session-ways", max: 600, windowSeconds: 15 * 60 })] as const,
  responses: { 200: json(z.object({ sso: z.array(z.object({ id: z.uuid(), name: z.string() })) })), ...problems },
});

const begin = createRoute({
  method: "post",
  path: "/sso",
  tags: ["session"],
  summary: "Begin a sign-in at the company's own provider (OpenID Connect)",
  ...openToAll,
  request: { body: body(beginSsoSchema) },
  responses: { 200: json(z.object({ redirectTo: z.string() }), "Sets the cookie kronika_sso"), ...problems },
});

const callback = createRoute({
  method: "get",
  path: "/sso/callback",
  tags: ["session"],
  summary: "Where the provider sends the browser back",
  ...openToAll,
  responses: { 302: { description: "To the application, signed in; or to the sign-in page with a reason" }, ...problems },
});

/** Below /api/v1/session: before anybody is known. */
export const ssoSessionRoutes = createRouter()
  .openapi(ways, async (c) => c.json(await listSignInWays(c.get("deps")), 200))
  .openapi(begin, async (c) => {
    const { redirectTo, ticket } = await beginSso(c.get("deps"), c.req.valid("json"), clientOf(c));
    setCookie(c, COOKIE, ticket, { ...cookie(c), maxAge: SSO_SECONDS });
    return c.json({ redirectTo }, 200);
  })
  .openapi(callback, async (c) => {
    const answer = { query: new URL(c.req.url).search, ticket: getCookie(c, COOKIE) };
    deleteCookie(c, COOKIE, cookie(c));
    try {
      const { session, next } = await finishSso(c.get("deps"), answer, clientOf(c), readSessionCookie(c));
      setSessionCookie(c, session.secret);
      return c.redirect(pathOf(next), 302);
    } catch (error) {
      if (!(error instanceof SsoRefused)) throw error;
      return c.redirect(`/sign-in?sso=${error.reason}`, 302);
    }
  });

/** Only a path of this site: an open redirect would lend our name to somebody else's page. */
function pathOf(next: string | undefined): string {
  if (!next?.startsWith("/") || /[\\\s]/.test(next)) return "/";
  const url = new URL(next, "http://kronika.invalid");
  return url.host === "kronika.invalid" ? `${url.pathname}${url.search}` : "/";
}

const tags = ["sso"];

const get = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "The company's single sign-on (administrator)",
  responses: { 200: json(z.object({ provider: providerSchema.nullable(), callbackUrl: z.string() })), ...problems },
});

const put = createRoute({
  method: "put",
  path: "/",
  tags,
  summary: "Set up single sign-on with an OpenID Connect provider (administrator, signed in)",
  description: "The provider's document is read first: what cannot work is not stored. The client secret is sealed and never answered.",
  request: { body: body(saveProviderSchema) },
  responses: { 200: json(providerSchema), ...problems },
});

const away = createRoute({
  method: "delete",
  path: "/",
  tags,
  summary: "Take single sign-on away (administrator, signed in)",
  responses: { 204: { description: "Taken away" }, ...problems },
});

/** Below /api/v1/sso: for the administrator. */
export const ssoRoutes = createRouter()
  .openapi(get, async (c) => {
    const ctx = ctxOf(c);
    const provider = await getProvider(ctx);
    return c.json(
      { provider: provider === null ? null : presentProvider(provider), callbackUrl: `${ctx.publicUrl.replace(/\/$/, "")}${CALLBACK}` },
      200,
    );
  })
  .openapi(put, async (c) => c.json(presentProvider(await saveProvider(ctxOf(c), c.req.valid("json"))), 200))
  .openapi(away, async (c) => {
    await removeProvider(ctxOf(c));
    return c.body(null, 204);
  });

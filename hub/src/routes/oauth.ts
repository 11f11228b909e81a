import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { body, createRouter, ctxOf, json, openToAll, problems, type AppEnv } from "../http.ts";
import { bodyLimit } from "../middleware/body-limit.ts";
import { clientOf, limitByAddress } from "../middleware/rate-limit.ts";
import { approveAuthorization, approveSchema } from "../services/auth/oauth/approve.ts";
import { checkAuthorization, checkRedirect, type AuthorizationParams } from "../services/auth/oauth/authorization-request.ts";
import { withQuery } from "../services/auth/oauth/client.ts";
import { OAuthError, type OAuthErrorCode } from "../services/auth/oauth/errors.ts";
import { exchangeCode } from "../services/auth/oauth/exchange-code.ts";
import { refreshTokens } from "../services/auth/oauth/refresh.ts";
import { revokeToken } from "../services/auth/oauth/revoke.ts";

const tags = ["oauth"];

const authorize = createRoute({
  method: "get",
  path: "/authorize",
  tags,
  summary: "Begin the sign-in of the browser extension (RFC 6749 section 4.1, PKCE with S256)",
  ...openToAll,
  request: {
    query: z.object({
      client_id: z.string(),
      redirect_uri: z.string(),
      response_type: z.string(),
      code_challenge: z.string(),
      code_challenge_method: z.string(),
      state: z.string().optional(),
      scope: z.string().optional(),
    }),
  },
  responses: { 302: { description: "To the page that asks the person, or back to the extension with an error" }, ...problems },
});

const form = <S extends z.ZodType>(schema: S) => ({ content: { "application/x-www-form-urlencoded": { schema } }, required: true });

const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.number().int(),
    refresh_token: z.string(),
    scope: z.string(),
  })
  .openapi("TokenAnswer");
const oauthError = json(z.object({ error: z.string(), error_description: z.string() }).openapi("OAuthError"), "RFC 6749 section 5.2");

const token = createRoute({
  method: "post",
  path: "/token",
  tags,
  summary: "Tokens for a code, or for a refresh token",
  ...openToAll,
  middleware: [bodyLimit(16 * 1024), limitByAddress({ name: "oauth-token", max: 300, windowSeconds: 15 * 60 })] as const,
  request: {
    body: form(
      z.object({
        grant_type: z.string(),
        client_id: z.string().optional(),
        code: z.string().optional(),
        redirect_uri: z.string().optional(),
        code_verifier: z.string().optional(),
        refresh_token: z.string().optional(),
        scope: z.string().optional(),
      }),
    ),
  },
  responses: { 200: json(tokenAnswer), 400: oauthError, 401: oauthError, ...problems },
});

const revoke = createRoute({
  method: "post",
  path: "/revoke",
  tags,
  summary: "End a token (RFC 7009)",
  ...openToAll,
  middleware: [bodyLimit(16 * 1024), limitByAddress({ name: "oauth-revoke", max: 300, windowSeconds: 15 * 60 })] as const,
  request: { body: form(z.object({ token: z.string(), token_type_hint: z.string().optional(), client_id: z.string().optional() })) },
  responses: { 200: { description: "The token is not good any more" }, 400: oauthError, ...problems },
});

const approve = createRoute({
  method: "post",
  path: "/approve",
  tags,
  summary: "The signed-in person lets the extension in, or refuses it",
  request: { body: body(approveSchema) },
  responses: { 200: json(z.object({ redirectTo: z.string() })), ...problems },
});

/** The endpoints of RFC 6749, outside /api: errors of the token endpoint have the form of section 5.2, for OAuth clients of any make. */
export const oauthRoutes = createRouter()
  .openapi(
    authorize,
    (c) => authorizationAnswer(c),
    // Judged by the handler: which errors may be redirected depends on which parameter is wrong.
    (_, c) => authorizationAnswer(c),
  )
  .openapi(
    token,
    async (c) => {
      try {
        const answer = await grant(c, c.req.valid("form"));
        noStore(c);
        return c.json(answer, 200);
      } catch (error) {
        if (error instanceof OAuthError) return refuse(c, error.code, error.message);
        throw error;
      }
    },
    (result, c) => (result.success ? undefined : refuse(c, "invalid_request", "a parameter is missing or was given twice")),
  )
  .openapi(
    revoke,
    async (c) => {
      await revokeToken(c.get("deps"), c.req.valid("form").token);
      return c.body(null, 200);
    },
    (result, c) => (result.success ? undefined : refuse(c, "invalid_request", "token is missing or was given twice")),
  );

/** Below /api/v1, with the rest of the person's own API. */
export const approvalRoutes = createRouter().openapi(approve, async (c) =>
  c.json(await approveAuthorization(ctxOf(c), c.req.valid("json")), 200),
);

function authorizationAnswer(c: Context<AppEnv>) {
  const query = Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  ) as AuthorizationParams;
  const redirectUri = checkRedirect(query);
  try {
    const { codeChallenge, state, scope } = checkAuthorization(redirectUri, query);
    const asked = { client_id: String(query.client_id), redirect_uri: redirectUri, response_type: "code", code_challenge: codeChallenge };
    return c.redirect(
      withQuery(`${new URL(c.get("deps").publicUrl).origin}/authorize`, { ...asked, code_challenge_method: "S256", state, scope }),
      302,
    );
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const state = typeof query.state === "string" ? query.state.slice(0, 500) : undefined;
    return c.redirect(withQuery(redirectUri, { error: error.code, error_description: error.message, state }), 302);
  }
}

type TokenForm = z.infer<(typeof token)["request"]["body"]["content"]["application/x-www-form-urlencoded"]["schema"]>;

async function grant(c: Context<AppEnv>, form: TokenForm) {
  const given = (name: keyof TokenForm): string => form[name] ?? missing(name);
  switch (form.grant_type) {
    case "authorization_code": {
      const exchange = {
        clientId: given("client_id"),
        code: given("code"),
        redirectUri: given("redirect_uri"),
        codeVerifier: given("code_verifier"),
      };
      return exchangeCode(c.get("deps"), exchange, clientOf(c));
    }
    case "refresh_token":
      return refreshTokens(c.get("deps"), { clientId: given("client_id"), refreshToken: given("refresh_token"), scope: form.scope });
    default:
      throw new OAuthError("unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
  }
}

function missing(name: string): never {
  throw new OAuthError("invalid_request", `${name} is missing`);
}

function refuse(c: Context<AppEnv>, error: OAuthErrorCode, description: string) {
  noStore(c);
  return c.json({ error, error_description: description }, 400);
}

function noStore(c: Context<AppEnv>): void {
  c.header("Cache-Control", "no-store");
  c.header("Pragma", "no-cache");
}

import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../context.ts";
import type { AppEnv } from "../http.ts";
import { resolveBearer, resolveSession } from "../services/auth/resolve-caller.ts";
import { isExtensionOrigin } from "./cors.ts";
import { clientOf } from "./rate-limit.ts";
import { scopeFor, scopesAllow } from "./scopes.ts";
import { readSessionCookie, setSessionCookie } from "./session-cookie.ts";

/** What works without being signed in. Everything else below /api/v1 is closed, also what is added later. */
const OPEN: readonly (readonly [method: string, path: RegExp])[] = [
  ["POST", /^\/api\/v1\/session$/],
  ["DELETE", /^\/api\/v1\/session$/],
  ["GET", /^\/api\/v1\/setup\/[^/]+$/],
  ["POST", /^\/api\/v1\/setup$/],
  ["GET", /^\/api\/v1\/session\/(?:ways|sso\/callback)$/],
  ["POST", /^\/api\/v1\/session\/(?:second-step|passkey|passkey\/options|sso)$/],
  ["POST", /^\/api\/v1\/(?:invitations|password-resets)\/(?:look|accept|ask|finish)$/],
];

/** What a session may still do that owes a second factor: see what is owed, set it up, and leave. */
const WHILE_DUE: readonly (readonly [method: string, path: RegExp])[] = [
  ["GET", /^\/api\/v1\/me$/],
  ["DELETE", /^\/api\/v1\/session$/],
  ["GET", /^\/api\/v1\/me\/(?:confirmation|passkeys)$/],
  ["POST", /^\/api\/v1\/me\/(?:confirmation(?:\/passkey)?|totp|totp\/confirmation|passkeys|passkeys\/options)$/],
];

const covers = (rules: typeof OPEN, method: string, path: string): boolean =>
  rules.some(([known, pattern]) => known === method && pattern.test(path));

/** The token of `Authorization: Bearer`, null without that header. Of another form: empty, which no token is. */
export function bearerOf(c: Context<AppEnv>): string | null {
  const header = c.req.header("authorization");
  if (header === undefined) return null;
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "";
}

/**
 * Finds out who calls, by bearer token or by session cookie, and puts `ctx` into the request. A token that is given counts alone: when it is
 * not good, the cookie does not help out.
 * @throws AppError `unauthenticated`
 */
export const authenticate: MiddlewareHandler<AppEnv> = async (c, next) => {
  const token = bearerOf(c);
  const ctx = token === null ? await bySession(c) : await resolveBearer(c.get("deps"), token);
  if (ctx) c.set("ctx", ctx);
  else if (!covers(OPEN, c.req.method, c.req.path)) {
    c.header("WWW-Authenticate", token === null ? "Bearer" : 'Bearer error="invalid_token"');
    throw new AppError("unauthenticated", "Sign in, or send a valid token.");
  }
  await next();
};

/**
 * What a way in may be used for at all, whoever stands behind it.
 * @throws AppError `forbidden` for a token without the scope, or for a session that owes a second factor
 */
export const withinScope: MiddlewareHandler<AppEnv> = async (c, next) => {
  const actor = c.get("ctx")?.actor;
  if (actor?.kind === "token") assertScope(c, actor.scopes);
  else if (actor?.kind === "user" && actor.secondFactorDue) assertWhileDue(c);
  await next();
};

async function bySession(c: Context<AppEnv>): Promise<Ctx | null> {
  const secret = readSessionCookie(c);
  if (secret === undefined || isExtensionOrigin(c.req.header("origin"))) return null;
  const session = await resolveSession(c.get("deps"), secret, clientOf(c).address);
  if (session?.prolonged) setSessionCookie(c, secret);
  return session?.ctx ?? null;
}

function assertWhileDue(c: Context<AppEnv>): void {
  const { method, path } = c.req;
  if (covers(WHILE_DUE, method, path) || covers(OPEN, method, path)) return;
  throw new AppError("forbidden", "Your company asks for a second factor. Set one up, or sign in with the one you have.");
}

function assertScope(c: Context<AppEnv>, scopes: readonly string[]): void {
  if (scopesAllow(scopes, c.req.method, c.req.path)) return;
  const scope = scopeFor(c.req.method, c.req.path);
  c.header("WWW-Authenticate", `Bearer error="insufficient_scope", scope="${scope}"`);
  throw new AppError("forbidden", `This token does not have the scope "${scope}".`);
}

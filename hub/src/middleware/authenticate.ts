import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../context.ts";
import type { AppEnv } from "../http.ts";
import { resolveBearer, resolveSession } from "../services/auth/resolve-caller.ts";
import { isExtensionOrigin } from "./cors.ts";
import { scopeFor, scopesAllow } from "./scopes.ts";
import { readSessionCookie, setSessionCookie } from "./session-cookie.ts";

/** What works without being signed in. Everything else below /api/v1 is closed, also what is added later. */
const OPEN: readonly (readonly [method: string, path: RegExp])[] = [
  ["POST", /^\/api\/v1\/session$/],
  ["DELETE", /^\/api\/v1\/session$/],
  ["GET", /^\/api\/v1\/setup\/[^/]+$/],
  ["POST", /^\/api\/v1\/setup$/],
];

/** The token of `Authorization: Bearer`, null without that header. Of another form: empty, which no token is. */
export function bearerOf(c: Context<AppEnv>): string | null {
  const header = c.req.header("authorization");
  if (header === undefined) return null;
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "";
}

/**
 * Finds out who calls, by bearer token or by session cookie, and puts `ctx` into the request. A token that is given counts alone: when it is
 * not good, the cookie does not help out.
 * @throws AppError `unauthenticated`, `forbidden` for a token without the scope
 */
export const authenticate: MiddlewareHandler<AppEnv> = async (c, next) => {
  const token = bearerOf(c);
  const ctx = token === null ? await bySession(c) : await resolveBearer(c.get("deps"), token);
  if (ctx) {
    if (ctx.actor.kind === "token") assertScope(c, ctx.actor.scopes);
    c.set("ctx", ctx);
  } else if (!OPEN.some(([method, path]) => method === c.req.method && path.test(c.req.path))) {
    c.header("WWW-Authenticate", token === null ? "Bearer" : 'Bearer error="invalid_token"');
    throw new AppError("unauthenticated", "Sign in, or send a valid token.");
  }
  await next();
};

async function bySession(c: Context<AppEnv>): Promise<Ctx | null> {
  const secret = readSessionCookie(c);
  if (secret === undefined || isExtensionOrigin(c.req.header("origin"))) return null;
  const session = await resolveSession(c.get("deps"), secret);
  if (session?.prolonged) setSessionCookie(c, secret);
  return session?.ctx ?? null;
}

function assertScope(c: Context<AppEnv>, scopes: readonly string[]): void {
  if (scopesAllow(scopes, c.req.method, c.req.path)) return;
  const scope = scopeFor(c.req.method, c.req.path);
  c.header("WWW-Authenticate", `Bearer error="insufficient_scope", scope="${scope}"`);
  throw new AppError("forbidden", `This token does not have the scope "${scope}".`);
}

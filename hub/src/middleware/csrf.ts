import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { AppEnv } from "../http.ts";
import { bearerOf } from "./authenticate.ts";
import { readSessionCookie } from "./session-cookie.ts";

const SAFE: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * Keeps other sites from writing with the visitor's cookie, by three independent signs: the cookie is SameSite=Lax; the header `X-Kronika`
 * cannot be sent by a form, and by a foreign script only after a preflight that nobody answers; and Origin, where the browser sends it, is
 * our own. The last holds for signing in too: nobody is signed in as somebody else from another site. A bearer token is no cookie: no
 * browser sends it by itself.
 */
export const csrf: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!SAFE.includes(c.req.method) && bearerOf(c) === null) {
    const origin = c.req.header("origin");
    if (origin !== undefined && !isOwnOrigin(c, origin)) throw new AppError("forbidden", "This request comes from another site.");
    if (readSessionCookie(c) !== undefined && c.req.header("x-kronika") === undefined) {
      throw new AppError("forbidden", "A write with the session cookie needs the header X-Kronika: 1.");
    }
  }
  await next();
};

/** The public address, or the one that the request itself was sent to (a cookie is only sent to the host that set it). */
function isOwnOrigin(c: Context<AppEnv>, origin: string): boolean {
  return origin === new URL(c.get("deps").publicUrl).origin || origin === new URL(c.req.url).origin;
}

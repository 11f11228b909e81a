import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../http.ts";

/** What the API answers is for the one who asked: no cache keeps it, no page frames it, and opened by itself it may load nothing. */
export const apiHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("Cache-Control", "no-store");
  if (!c.res.headers.has("content-security-policy"))
    c.res.headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
};

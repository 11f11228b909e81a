import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../http.ts";
import { clientAddress, networkOf, type Client } from "../services/auth/client.ts";
import { RateLimited, takeAttempt, type Limit } from "../services/auth/limits.ts";

/** What @hono/node-server gives with each request; absent when the app is called without a server. */
interface NodeBindings {
  incoming?: { socket?: { remoteAddress?: string } };
}

/** Who is at the other end, as far as that can be believed. */
export function clientOf(c: Context<AppEnv>): Client {
  const peer = (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress;
  return {
    address: clientAddress(peer, c.req.header("x-forwarded-for"), c.get("deps").trustedProxies ?? []),
    userAgent: c.req.header("user-agent") ?? null,
  };
}

/** Limits how often one network may call a route that is open to everybody. */
export const limitByAddress =
  (limit: Limit): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    await takeAttempt(c.get("deps"), [limit, networkOf(clientOf(c).address)]);
    await next();
  };

/** Says with every refusal by a limit, whoever made it, when to come again (RFC 9110 section 10.2.3). */
export const retryAfter: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.error instanceof RateLimited) c.header("Retry-After", String(c.error.retryAfterSeconds));
};

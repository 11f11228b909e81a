import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { AppEnv } from "../http.ts";
import { once, type KeptAnswer } from "../services/idempotency/once.ts";

/**
 * Where the header is not looked at. Recording repeats by the clientId of each interaction. Answers that hold a secret are never stored.
 * Connecting talks to a mail server in the middle, for which no transaction is kept open.
 */
const WITHOUT: readonly RegExp[] = [
  /^\/api\/v1\/interactions(?:\/|$)/,
  /^\/api\/v1\/(?:session|setup|tokens|oauth\/approve)$/,
  /^\/api\/v1\/(?:session|invitations|password-resets|me\/(?:confirmation|totp|recovery-codes|passkeys))(?:\/|$)/,
  /^\/api\/v1\/(?:connections|erasures|retention-rules)(?:\/|$)/,
];

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

/**
 * A POST with `Idempotency-Key` is done once; a repeat is answered as the first was, with `Idempotency-Replayed: true`, for seven days. The
 * same key with another request is refused (422), a repeat while the first is still running waits for it a little, then 409. Keys belong to
 * the person who sends them. How: services/idempotency/once.ts. A verb behind such a POST runs inside that transaction: one that works as
 * the system (`inTransaction(..., {system: true})`) or talks to other machines belongs into WITHOUT, and needs a key of its own.
 */
export const idempotency: MiddlewareHandler<AppEnv> = async (c, next) => {
  const key = c.req.header("idempotency-key");
  if (key === undefined || c.req.method !== "POST" || c.get("ctx") === undefined || WITHOUT.some((path) => path.test(c.req.path)))
    return next();
  if (!KEY_FORM.test(key)) {
    throw new AppError("invalid", "Some fields are not right.", {
      fields: [{ pointer: "/header/idempotency-key", message: "must be 1 to 255 visible ASCII characters" }],
    });
  }
  const request = { key, route: `POST ${c.req.path}`, requestHash: await hashOf(c) };
  const outcome = await once(c.get("ctx"), request, async (ctx) => {
    c.set("ctx", ctx);
    await next();
    return c.error === undefined && c.res.ok ? keptAnswer(c.res) : null;
  });
  if (outcome?.repeated) {
    c.header("Idempotency-Replayed", "true");
    const { status, body } = outcome.kept;
    return status === 204 ? c.body(null, 204) : c.json(body as object, status as 200);
  }
};

/** The body is read once; the handler gets the same bytes from hono's cache. */
async function hashOf(c: Context<AppEnv>): Promise<string> {
  const hash = createHash("sha256").update(`${new URL(c.req.url).search}\n`);
  return hash.update(new Uint8Array(await c.req.arrayBuffer())).digest("hex");
}

async function keptAnswer(answer: Response): Promise<KeptAnswer> {
  const text = await answer.clone().text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

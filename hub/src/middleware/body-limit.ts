import type { MiddlewareHandler } from "hono";
import { bodyLimit as countingLimit } from "hono/body-limit";
import { AppError } from "@kronika/core/errors.ts";

/**
 * Refuses a body of more than `maxSize` bytes. One that states its length (RFC 9110 section 8.6; Node reads no more than that) is judged by
 * it: hono's own limit, which stays for the others, makes a web stream of every body first, and that is a tenth of a request's cost.
 * @throws AppError `too-large`
 */
export function bodyLimit(maxSize: number): MiddlewareHandler {
  const tooLarge = (): never => {
    throw new AppError("too-large", "The request is larger than this route accepts.");
  };
  const counting = countingLimit({ maxSize, onError: tooLarge });
  return (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const length = c.req.header("content-length");
    if (length === undefined || c.req.header("transfer-encoding") !== undefined) return counting(c, next);
    return Number(length) <= maxSize ? next() : tooLarge();
  };
}

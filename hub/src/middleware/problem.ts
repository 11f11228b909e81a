import type { ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, type AppErrorCode } from "@kronika/core/errors.ts";
import type { AppEnv } from "../http.ts";
import { notAllowed, type Declared } from "./declared.ts";
import { problemWords, type ProblemCode } from "./problem-words.ts";

/** The only place where a meaning becomes an HTTP status. */
const STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  "method-not-allowed": 405,
  conflict: 409,
  "precondition-failed": 412,
  "too-large": 413,
  "unsupported-media-type": 415,
  "rate-limited": 429,
  unavailable: 503,
} as const satisfies Record<AppErrorCode, number>;

/** Errors become problem details (RFC 9457). What we did not expect is logged with its request id and tells nothing outside. */
export const problemHandler: ErrorHandler<AppEnv> = (error, c) => {
  const language = c.get("language") ?? "en";
  const instance = `urn:kronika:request:${c.get("requestId") ?? ""}`;
  const answer = (code: ProblemCode, status: number, more: object = {}) =>
    c.body(
      JSON.stringify({ type: `/problems/${code}`, title: problemWords[code].title[language], status, code, instance, ...more }),
      status as 400,
      {
        "content-type": "application/problem+json",
      },
    );
  const known = translate(error);
  if (known instanceof AppError) {
    const more = {
      detail: known.message,
      ...(known.fields.length > 0 ? { errors: known.fields } : {}),
      ...(known.lastChange ? { lastChange: known.lastChange } : {}),
    };
    return answer(known.code, STATUS[known.code], more);
  }
  c.get("deps")?.log.error({ requestId: c.get("requestId"), path: c.req.path, err: error }, "request failed");
  return answer("internal", 500);
};

/** What no route answers: another method of a path that there is (405 with `Allow`, RFC 9110 section 15.5.6), or nothing at all (404). */
export const notFoundHandler =
  (routes: Declared): NotFoundHandler<AppEnv> =>
  (c) => {
    const methods = routes(c.req.path)?.methods;
    if (!methods) return problemHandler(new AppError("not-found", "There is nothing here."), c);
    return problemHandler(notAllowed(c, methods), c);
  };

/** Failures of the framework and of the database that have a meaning for the caller. */
function translate(error: unknown): unknown {
  if (error instanceof HTTPException) {
    if (error.status === 400)
      return new AppError("invalid", "The request could not be read: malformed JSON?", {
        fields: [{ pointer: "", message: "is not valid JSON" }],
      });
    if (error.status === 413) return new AppError("too-large", "The request is larger than this route accepts.");
    if (error.status === 415) return new AppError("unsupported-media-type", "Send application/json.");
  }
  const code = sqlState(error);
  if (code === "22021" || code === "22P05") return new AppError("invalid", "The text holds a character that cannot be stored (NUL).");
  // A value that its schema let through and its column does not take: a forged cursor, a date beyond the calendar, a number out of range.
  if (code === "22007" || code === "22008" || code === "22009" || code === "22P02" || code === "22003")
    return new AppError("invalid", "A value has not the form that belongs there.");
  if (code === "23505") return new AppError("conflict", "This exists already.");
  if (code === "23503") return new AppError("invalid", "A row that this refers to does not exist.");
  if (
    code?.startsWith("08") ||
    code === "57P01" ||
    code === "57P03" ||
    code === "53300" ||
    code === "ECONNREFUSED" ||
    code === "ECONNRESET"
  ) {
    return new AppError("unavailable", "The database cannot be reached just now.");
  }
  if (error instanceof Error && /Connection terminated|connection timeout/i.test(error.message))
    return new AppError("unavailable", "The database cannot be reached just now.");
  return error;
}

/** SQLSTATE or system code, also of an error that drizzle has wrapped. */
function sqlState(error: unknown): string | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth += 1) {
    const { code } = e as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return undefined;
}

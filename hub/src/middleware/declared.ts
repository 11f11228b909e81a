import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { AppEnv } from "../http.ts";

/** The body that a route declares. */
interface DeclaredBody {
  types: readonly string[];
  required: boolean;
}

/** What the routes themselves say: which methods a path has, and what may be sent to each. */
export interface Declared {
  /** @returns the methods of a path, in order; empty when there is nothing at it */
  methods(path: string): string[];
  /** @returns undefined for what is no route of the API; without types for a route that takes no body */
  body(method: string, path: string): DeclaredBody | undefined;
}

/** `/users/:id` and `/users/{id}` as a pattern of whole paths. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/:(\w+)(?:\{[^}]*\})?|\{\w+\}/g, "[^/]+")}$`);

/**
 * Reads what is mounted, at the first question: routes may be mounted after the middleware that asks. Addresses with a star (files, pages of the
 * application) are no part of it: whatever stands there is for GET alone.
 */
export function declared(app: OpenAPIHono<AppEnv>): Declared {
  let methods: { method: string; pattern: RegExp }[] | undefined;
  let bodies: Map<string, { pattern: RegExp; body: DeclaredBody }[]> | undefined;
  return {
    methods(path) {
      methods ??= app.routes
        .filter(({ method, path: known }) => method !== "ALL" && !known.includes("*"))
        .map(({ method, path: known }) => ({ method, pattern: patternOf(known) }));
      const found = new Set(methods.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
      if (found.has("GET")) found.add("HEAD");
      return [...found].toSorted();
    },
    body(method, path) {
      bodies ??= bodiesOf(app);
      return bodies.get(method)?.find(({ pattern }) => pattern.test(path))?.body;
    },
  };
}

function bodiesOf(app: OpenAPIHono<AppEnv>): Map<string, { pattern: RegExp; body: DeclaredBody }[]> {
  const all = new Map<string, { pattern: RegExp; body: DeclaredBody }[]>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { method, path, request } = definition.route;
    const body = { types: Object.keys(request?.body?.content ?? {}), required: request?.body?.required === true };
    const list = all.get(method.toUpperCase()) ?? [];
    // An address without parameters is meant before one that a parameter would fit: `/users/me` before `/users/{id}`.
    if (path.includes("{")) list.push({ pattern: patternOf(path), body });
    else list.unshift({ pattern: patternOf(path), body });
    all.set(method.toUpperCase(), list);
  }
  return all;
}

const READING: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * One content type for each route: what is sent as another is refused before anything reads it, so that no two parsers can see two things in it
 * (and a form of another site cannot pass for JSON). A body that must be there is missed here too: the framework takes none for an empty object.
 * @throws AppError `unsupported-media-type`, `invalid`
 */
export const declaredBody =
  (routes: Declared): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const expected = READING.includes(c.req.method) ? undefined : routes.body(c.req.method, c.req.path);
    if (expected) {
      const type = c.req.header("content-type");
      const sent = type !== undefined || Number(c.req.header("content-length") ?? 0) > 0 || c.req.header("transfer-encoding") !== undefined;
      const accepted = expected.types.length > 0 ? expected.types : ["application/json"];
      if (sent && !accepted.includes(essence(type)))
        throw new AppError("unsupported-media-type", `This route takes ${accepted.join(" or ")}.`);
      if (!sent && expected.required)
        throw new AppError("invalid", "A body is missing.", {
          fields: [{ pointer: "", message: `must be a body of ${accepted.join(" or ")}` }],
        });
    }
    await next();
  };

/** The media type without its parameters (RFC 9110 section 8.3.1). */
const essence = (header: string | undefined): string => header?.split(";")[0]?.trim().toLowerCase() ?? "";

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { AppEnv } from "../http.ts";

/** The body that a route declares. */
interface DeclaredBody {
  types: readonly string[];
  required: boolean;
}

/** What the routes themselves say: which methods a path has, and what may be sent to each. */
export interface Declared {
  /**
   * The methods of a path, in order; empty when there is nothing at it. Of several that fit the one with the fewest parameters is meant: at
   * `/users/second-factors` there is what is declared for it, and not what `/users/{id}` would make of an id of that name.
   */
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
  let paths: { parameters: number; pattern: RegExp; methods: Set<string> }[] | undefined;
  let bodies: ReturnType<typeof bodiesOf> | undefined;
  return {
    methods(path) {
      paths ??= pathsOf(app);
      return [...(paths.find(({ pattern }) => pattern.test(path))?.methods ?? [])];
    },
    body(method, path) {
      bodies ??= bodiesOf(app);
      return bodies.get(method)?.find(({ pattern }) => pattern.test(path))?.body;
    },
  };
}

/** Fewest parameters first. */
function pathsOf(app: OpenAPIHono<AppEnv>) {
  const all = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === "ALL" || path.includes("*")) continue;
    const pattern = patternOf(path).source;
    const methods = all.get(pattern) ?? new Set();
    for (const each of method === "GET" ? ["GET", "HEAD"] : [method]) methods.add(each);
    all.set(pattern, methods);
  }
  return [...all]
    .map(([pattern, methods]) => ({
      parameters: pattern.split("[^/]+").length,
      pattern: new RegExp(pattern),
      methods: new Set([...methods].toSorted()),
    }))
    .toSorted((a, b) => a.parameters - b.parameters);
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

/** An address has the methods that are declared for it, before a route with parameters takes its last part for an id (RFC 9110 section 15.5.6). */
export const declaredMethod =
  (routes: Declared): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const methods = routes.methods(c.req.path);
    if (methods.length > 0 && c.req.method !== "OPTIONS" && !methods.includes(c.req.method)) throw notAllowed(c, methods);
    await next();
  };

/** The refusal of a method, with the header `Allow` set. */
export function notAllowed(c: Context<AppEnv>, methods: readonly string[]): AppError {
  c.header("Allow", methods.join(", "));
  return new AppError("method-not-allowed", `Here one can only ${methods.join(", ")}.`);
}

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

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "@kronika/core/errors.ts";
import type { AppEnv } from "../http.ts";

/** The body that a route declares. */
interface DeclaredBody {
  types: readonly string[];
  required: boolean;
}

/** What there is at one address: its methods, in order, and the body that each of them takes. Without one for what is no route of the API. */
interface DeclaredPath {
  pattern: RegExp;
  segments: number;
  parameters: number;
  methods: string[];
  bodies: Map<string, DeclaredBody>;
}

/**
 * What the routes themselves say of a path. Of several that fit the one with the fewest parameters is meant: at `/users/second-factors` there is
 * what is declared for it, and not what `/users/{id}` would make of an id of that name.
 * @returns undefined when there is nothing at it
 */
export type Declared = (path: string) => DeclaredPath | undefined;

/**
 * Reads what is mounted, at the first question: routes may be mounted after the middleware that asks. Addresses with a star (files, pages of the
 * application) are no part of it: whatever stands there is for GET alone.
 */
export function declared(app: OpenAPIHono<AppEnv>): Declared {
  let paths: ReturnType<typeof pathsOf> | undefined;
  return (path) => {
    paths ??= pathsOf(app);
    return paths.get(segments(path))?.find(({ pattern }) => pattern.test(path));
  };
}

const segments = (path: string): number => path.split("/").length;

/** By the number of their segments, so that a question looks at a few; of these the ones with the fewest parameters first. */
function pathsOf(app: OpenAPIHono<AppEnv>): Map<number, DeclaredPath[]> {
  const all = new Map<string, DeclaredPath>();
  const at = (path: string): DeclaredPath => {
    const pattern = path.replaceAll(/[.+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/:(\w+)(?:\{[^}]*\})?|\{\w+\}/g, PARAMETER);
    const known = all.get(pattern);
    if (known) return known;
    const parameters = pattern.split(PARAMETER).length - 1;
    const made = { pattern: new RegExp(`^${pattern}$`), segments: segments(path), parameters, methods: [], bodies: new Map() };
    all.set(pattern, made);
    return made;
  };
  for (const { method, path } of app.routes) {
    if (method === "ALL" || path.includes("*")) continue;
    const { methods } = at(path);
    methods.push(...(method === "GET" ? ["GET", "HEAD"] : [method]));
  }
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { method, path, request } = definition.route;
    const body = { types: Object.keys(request?.body?.content ?? {}), required: request?.body?.required === true };
    at(path).bodies.set(method.toUpperCase(), body);
  }
  for (const path of all.values()) path.methods = [...new Set(path.methods)].toSorted();
  const sorted = [...all.values()].toSorted((a, b) => a.parameters - b.parameters);
  return Map.groupBy(sorted, (path) => path.segments);
}

/** `:id` and `{id}` as a part of a pattern: one segment. */
const PARAMETER = "[^/]+";

const READING: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** An address has the methods that are declared for it, before a route with parameters takes its last part for an id (RFC 9110 section 15.5.6). */
export const declaredMethod =
  (routes: Declared): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const methods = routes(c.req.path)?.methods;
    if (methods && c.req.method !== "OPTIONS" && !methods.includes(c.req.method)) throw notAllowed(c, methods);
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
    const expected = READING.includes(c.req.method) ? undefined : routes(c.req.path)?.bodies.get(c.req.method);
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

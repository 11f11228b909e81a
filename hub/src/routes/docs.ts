import { createRequire } from "node:module";
import { dirname } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { createRouter, type AppEnv } from "../http.ts";

/** OpenAPI 3.1 made from the routes themselves. */
export function openApiDocument(app: OpenAPIHono<AppEnv>, publicUrl: string) {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", { type: "apiKey", in: "cookie", name: "kronika_session" });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Kronika", version: "1", description: "A company's whole history with each customer." },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { session: [] }],
  });
  return withNullableReferences(document) as typeof document;
}

/**
 * The generator writes "this schema or null" of a named schema as "this schema AND an object or null", which no null can satisfy: such a pair
 * becomes the choice that is meant.
 */
function withNullableReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNullableReferences);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNullableReferences(inner)]));
  const [reference, kind, ...others] = Array.isArray(copy["allOf"]) ? (copy["allOf"] as Record<string, unknown>[]) : [];
  if (!reference || !("$ref" in reference) || !kind || others.length > 0 || !Array.isArray(kind["type"]) || !kind["type"].includes("null"))
    return copy;
  const { allOf: _, ...rest } = copy;
  const { type: _types, ...words } = kind;
  return { ...rest, ...words, anyOf: [reference, { type: "null" }] };
}

const ASSETS = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/swagger-ui.css"));

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Kronika API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;

/** The documentation of the API, from files of our own: nothing is loaded from elsewhere. */
export function docsRoutes() {
  return createRouter()
    .get("/", (c) => {
      c.header(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
      );
      return c.html(PAGE);
    })
    .get("/start.js", (c) =>
      c.body(`SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui" });`, 200, { "content-type": "text/javascript" }),
    )
    .get("/assets/*", serveStatic({ root: ASSETS, rewriteRequestPath: (path) => path.replace("/docs/assets", "") }));
}

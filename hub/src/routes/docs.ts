import { createRequire } from "node:module";
import { dirname } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { createRouter, type AppEnv } from "../http.ts";

/** OpenAPI 3.1 made from the routes themselves. */
export function openApiDocument(app: OpenAPIHono<AppEnv>, publicUrl: string) {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", { type: "apiKey", in: "cookie", name: "kronika_session" });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Kronika", version: "1", description: "A company's whole history with each customer." },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { session: [] }],
  });
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

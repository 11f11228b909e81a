import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import { createRouter } from "../http.ts";

const DIST = fileURLToPath(new URL("../../../web/dist", import.meta.url));

/**
 * Scripts, styles and calls of our own origin only. A mail is shown in a sandboxed frame from `srcdoc`, which inherits this policy and
 * adds its own; images of a mail are let through only there (https:), and only when the person asks for them.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https: http:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The manager's application: files by name for ever (their names are hashes), every other address is the application itself. */
export function webRoutes() {
  return createRouter()
    .get("/assets/*", async (c, next) => {
      c.header("Cache-Control", "public, max-age=31536000, immutable");
      await next();
    })
    .get("*", serveStatic({ root: DIST }))
    .get("*", async (c, next) => {
      const path = new URL(c.req.url).pathname;
      if (path.startsWith("/api/") || path.startsWith("/oauth/") || path.startsWith("/assets/") || !existsSync(`${DIST}/index.html`))
        return next();
      c.header("Content-Security-Policy", POLICY);
      c.header("Cache-Control", "no-cache");
      return c.html(await readFile(`${DIST}/index.html`, "utf8"));
    });
}

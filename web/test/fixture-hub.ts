import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Server } from "node:http";
import { accountRoutes } from "./fixture/routes-account.ts";
import { directoryRoutes } from "./fixture/routes-directory.ts";
import { documentRoutes } from "./fixture/routes-documents.ts";
import { historyRoutes } from "./fixture/routes-history.ts";
import { questionRoutes } from "./fixture/routes-questions.ts";
import { guardingRoutes } from "./fixture/routes-guarding.ts";
import { rightsRoutes } from "./fixture/routes-rights.ts";
import { waysInRoutes } from "./fixture/routes-ways-in.ts";
import { problem } from "./fixture/http.ts";
import { togetherRoutes } from "./fixture/routes-together.ts";
import { makeStore, type Store } from "./fixture/store.ts";

/**
 * A hub in memory, for looking at pages and for the tests of the web package: the API's shapes with Slovak data, no rules, no database. It
 * serves the built application with the same policy as the hub, can fail on demand, and tells of changes.
 */
export interface FixtureHub {
  url: string;
  store: () => Store;
  /** All data as at the start, signed in. */
  reset: () => void;
  /** The next request whose path matches is answered by this problem. */
  failNext: (path: RegExp, code: string, times?: number) => void;
  clearFailures: () => void;
  /** Lists answer as on the first day: nothing is in them. */
  setEmpty: (empty: boolean) => void;
  /** Tells the pages that something has changed. */
  announce: (noun: string, id: string, customerIds?: string[]) => void;
  /** Ends all event streams, as a restart would. */
  dropStreams: () => void;
  /** How many pages listen to changes. */
  streamCount: () => number;
  close: () => Promise<void>;
}

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".html": "text/html; charset=utf-8",
  ".json": "application/json",
};

/** As hub/src/routes/web.ts sends it. */
export const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const LISTS =
  /^\/api\/v1\/(questions|questions\/senders|link-rules|notifications|customers|contacts|opportunities|sales-documents|reminders|connections|users|teams|grants|erasures|legal-holds|audit|retention-rules|.*\/timeline)$/;
const OPEN = [/^\/api\/v1\/session(\/|$)/, /^\/api\/v1\/setup/, /^\/api\/v1\/(invitations|password-resets)\/(look|accept|ask|finish)$/];

/** Starts the fixture hub on a port of the loopback interface (0: any free one). `dist`: the built application. */
export async function startFixtureHub(options: { port?: number; now?: Date; dist?: string } = {}): Promise<FixtureHub> {
  let store = makeStore(options.now ?? new Date());
  const streams = new Set<{ send: (event: string, data: unknown) => void; end: () => void }>();
  let failures: { path: RegExp; code: string; times: number }[] = [];
  let empty = false;
  const announce = (noun: string, id: string, customerIds: string[] = []) => {
    for (const stream of streams) stream.send("changed", { noun, id, customerIds });
  };

  const app = new Hono();
  app.use("/api/v1/*", async (c, next) => {
    const failure = failures.find((one) => one.path.test(c.req.path));
    if (failure) {
      failure.times -= 1;
      failures = failures.filter((one) => one.times > 0);
      return problem(c, failure.code);
    }
    if (!store.signedIn && !OPEN.some((path) => path.test(c.req.path))) return problem(c, "unauthenticated");
    if (empty && LISTS.test(c.req.path)) return c.json({ items: [], nextCursor: null });
    if (c.req.method !== "GET" && c.req.header("x-kronika") !== "1") return problem(c, "forbidden");
    return next();
  });
  app.get("/api/v1/events", (c) =>
    streamSSE(c, async (stream) => {
      await new Promise<void>((resolve) => {
        const entry = { send: (event: string, data: unknown) => void stream.writeSSE({ event, data: JSON.stringify(data) }), end: resolve };
        streams.add(entry);
        stream.onAbort(() => {
          streams.delete(entry);
          resolve();
        });
        entry.send("hello", {});
      });
    }),
  );
  app.route(
    "/api/v1",
    accountRoutes(() => store, announce),
  );
  app.route(
    "/api/v1",
    waysInRoutes(() => store),
  );
  app.route(
    "/api/v1",
    guardingRoutes(() => store),
  );
  app.route(
    "/api/v1",
    togetherRoutes(() => store, announce),
  );
  app.route(
    "/api/v1",
    questionRoutes(() => store),
  );
  app.route(
    "/api/v1",
    directoryRoutes(() => store, announce),
  );
  app.route(
    "/api/v1",
    historyRoutes(() => store, announce),
  );
  app.route(
    "/api/v1",
    rightsRoutes(() => store, announce),
  );
  app.route(
    "/api/v1",
    documentRoutes(() => store, announce),
  );
  app.all("/api/*", (c) => problem(c, "not-found"));
  app.get("*", async (c) => {
    const path = normalize(c.req.path).replace(/^\/+/, "");
    const file = /\.[a-z]+$/.test(path) ? path : "index.html";
    try {
      const body = await readFile(join(options.dist ?? DIST, file));
      return c.body(new Uint8Array(body), 200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        ...(file === "index.html" ? { "content-security-policy": POLICY } : {}),
      });
    } catch {
      return c.text("not found", 404);
    }
  });

  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: options.port ?? 0, hostname: "127.0.0.1" }, () => resolve(started as Server));
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const dropStreams = () => {
    for (const stream of streams) stream.end();
    streams.clear();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    store: () => store,
    reset: () => {
      store = makeStore(options.now ?? new Date());
      failures = [];
      empty = false;
    },
    clearFailures: () => {
      failures = [];
    },
    setEmpty: (next) => {
      empty = next;
    },
    failNext: (path, code, times = 1) => {
      failures.push({ path, code, times });
    },
    announce,
    dropStreams,
    streamCount: () => streams.size,
    close: () =>
      new Promise((resolve) => {
        dropStreams();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

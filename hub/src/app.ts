import { randomUUID } from "node:crypto";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Deps } from "./context.ts";
import { createRouter } from "./http.ts";
import { notFoundHandler, problemHandler } from "./middleware/problem.ts";

/** The whole HTTP surface. Mounts the sub-app of each noun; knows no business rule. */
export function createApp(deps: Deps) {
  const app = createRouter();
  app.onError(problemHandler);
  app.notFound(notFoundHandler);
  app.use(async (c, next) => {
    c.set("deps", deps);
    c.set("requestId", randomUUID());
    c.set("language", /^\s*sk\b/i.test(c.req.header("accept-language") ?? "") ? "sk" : "en");
    await next();
  });
  app.use(secureHeaders());
  app.use("/api/*", bodyLimit({ maxSize: 30 * 1024 * 1024 }));
  return app;
}

/** For typed clients: `hc<HubApi>(...)`. */
export type HubApi = ReturnType<typeof createApp>;

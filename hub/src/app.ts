import { randomUUID } from "node:crypto";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Deps } from "./context.ts";
import { createRouter } from "./http.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { extensionCors } from "./middleware/cors.ts";
import { csrf } from "./middleware/csrf.ts";
import { idempotency } from "./middleware/idempotency.ts";
import { notFoundHandler, problemHandler } from "./middleware/problem.ts";
import { retryAfter } from "./middleware/rate-limit.ts";
import { meRoutes } from "./routes/me.ts";
import { approvalRoutes, oauthRoutes } from "./routes/oauth.ts";
import { organizationRoutes } from "./routes/organization.ts";
import { sessionRoutes } from "./routes/session.ts";
import { setupRoutes } from "./routes/setup.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { userRoutes } from "./routes/users.ts";

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
  app.use(retryAfter);
  app.use("/oauth/token", extensionCors);
  app.use("/oauth/revoke", extensionCors);
  app.use("/api/*", extensionCors, csrf);
  app.use("/api/v1/*", authenticate, idempotency);
  return app
    .route("/oauth", oauthRoutes)
    .route("/api/v1/oauth", approvalRoutes)
    .route("/api/v1/setup", setupRoutes)
    .route("/api/v1/session", sessionRoutes)
    .route("/api/v1/me", meRoutes)
    .route("/api/v1/tokens", tokenRoutes)
    .route("/api/v1/users", userRoutes)
    .route("/api/v1/organization", organizationRoutes);
}

/** For typed clients: `hc<HubApi>(...)`. */
export type HubApi = ReturnType<typeof createApp>;

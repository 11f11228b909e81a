import { randomUUID } from "node:crypto";
import { secureHeaders } from "hono/secure-headers";
import type { Deps } from "./context.ts";
import { createRouter } from "./http.ts";
import { apiHeaders } from "./middleware/api-headers.ts";
import { authenticate, withinScope } from "./middleware/authenticate.ts";
import { bodyLimit } from "./middleware/body-limit.ts";
import { extensionCors } from "./middleware/cors.ts";
import { csrf } from "./middleware/csrf.ts";
import { declared, declaredBody, declaredMethod } from "./middleware/declared.ts";
import { idempotency } from "./middleware/idempotency.ts";
import { notFoundHandler, problemHandler } from "./middleware/problem.ts";
import { retryAfter } from "./middleware/rate-limit.ts";
import type { Live } from "./live.ts";
import { commentRoutes } from "./routes/comments.ts";
import { auditTrailRoutes } from "./routes/audit-trail.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { csvImportRoutes } from "./routes/csv-imports.ts";
import { customerRoutes } from "./routes/customers.ts";
import { docsRoutes, openApiDocument } from "./routes/docs.ts";
import { engagementRoutes } from "./routes/engagement.ts";
import { erasureRoutes } from "./routes/erasures.ts";
import { eventRoutes } from "./routes/events.ts";
import { exportRoutes } from "./routes/export.ts";
import { exclusionRoutes } from "./routes/exclusions.ts";
import { handOverRoutes } from "./routes/hand-overs.ts";
import { healthRoutes } from "./routes/health.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { invitationRoutes } from "./routes/invitations.ts";
import { linkRuleRoutes } from "./routes/link-rules.ts";
import { lookupRoutes } from "./routes/lookup.ts";
import { meRoutes } from "./routes/me.ts";
import { approvalRoutes, oauthRoutes } from "./routes/oauth.ts";
import { mergingRoutes } from "./routes/merging.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { opportunityRoutes } from "./routes/opportunities.ts";
import { organizationRoutes } from "./routes/organization.ts";
import { passwordResetRoutes } from "./routes/password-resets.ts";
import { policyRoutes } from "./routes/policy.ts";
import { problemRoutes } from "./routes/problems.ts";
import { questionRoutes } from "./routes/questions.ts";
import { rematchRoutes } from "./routes/rematches.ts";
import { reminderRoutes } from "./routes/reminders.ts";
import { reportRoutes } from "./routes/reports.ts";
import { retentionRoutes } from "./routes/retention.ts";
import { rightsRoutes } from "./routes/rights.ts";
import { salesDocumentRoutes } from "./routes/sales-documents.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { setupRoutes } from "./routes/setup.ts";
import { teamRoutes } from "./routes/teams.ts";
import { ssoRoutes, ssoSessionRoutes } from "./routes/sso.ts";
import { suggestionRoutes } from "./routes/suggestions.ts";
import { timelineRoutes } from "./routes/timeline.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { userRoutes } from "./routes/users.ts";
import { waysInRoutes } from "./routes/ways-in.ts";
import { webRoutes } from "./routes/web.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import type { HealthSource } from "./services/health.ts";

/** What the surface needs besides the services: who tells of changes, who knows how the engine is. */
export interface AppParts {
  live: Live;
  health: HealthSource;
}

/** Without a listener and without an engine: for tests of single routes. */
const ALONE: AppParts = {
  live: { subscribe: () => () => {}, stop: () => {} },
  health: { health: () => Promise.resolve({ temporal: "down", worker: "down" }) },
};

/** The whole HTTP surface. Mounts the sub-app of each noun; knows no business rule. */
export function createApp(deps: Deps, parts: AppParts = ALONE) {
  const app = createRouter();
  app.onError(problemHandler);
  const routes = declared(app);
  app.notFound(notFoundHandler(routes));
  app.use(async (c, next) => {
    c.set("deps", deps);
    c.set("requestId", randomUUID());
    c.set("language", /^\s*sk\b/i.test(c.req.header("accept-language") ?? "") ? "sk" : "en");
    await next();
  });
  app.use(secureHeaders());
  app.use("/api/*", apiHeaders);
  app.use("/api/*", bodyLimit(30 * 1024 * 1024));
  app.use(retryAfter);
  app.use("/oauth/token", extensionCors);
  app.use("/oauth/revoke", extensionCors);
  app.use("/api/*", extensionCors, csrf);
  app.use("/api/v1/*", authenticate, declaredMethod(routes), withinScope, declaredBody(routes), idempotency);
  app.route("/", healthRoutes(parts.health));
  app.route("/oauth", oauthRoutes);
  app.route("/api/v1/oauth", approvalRoutes);
  app.route("/api/v1/setup", setupRoutes);
  app.route("/api/v1/session", sessionRoutes);
  app.route("/api/v1/session", ssoSessionRoutes);
  app.route("/api/v1/sso", ssoRoutes);
  app.route("/api/v1/me", meRoutes);
  app.route("/api/v1/me", waysInRoutes);
  app.route("/api/v1/me/exclusions", exclusionRoutes);
  app.route("/api/v1/tokens", tokenRoutes);
  app.route("/api/v1/users", userRoutes);
  app.route("/api/v1/invitations", invitationRoutes);
  app.route("/api/v1/password-resets", passwordResetRoutes);
  app.route("/api/v1/teams", teamRoutes);
  app.route("/api/v1/organization", organizationRoutes);
  app.route("/api/v1", rightsRoutes);
  app.route("/api/v1", mergingRoutes);
  app.route("/api/v1", commentRoutes);
  app.route("/api/v1/notifications", notificationRoutes);
  app.route("/api/v1/customers", customerRoutes);
  app.route("/api/v1/customers", timelineRoutes("customer"));
  app.route("/api/v1/customers", engagementRoutes("customer"));
  app.route("/api/v1/customers", suggestionRoutes);
  app.route("/api/v1/contacts", contactRoutes);
  app.route("/api/v1/contacts", timelineRoutes("contact"));
  app.route("/api/v1/contacts", engagementRoutes("contact"));
  app.route("/api/v1/opportunities", opportunityRoutes);
  app.route("/api/v1/opportunities", timelineRoutes("opportunity"));
  app.route("/api/v1/sales-documents", salesDocumentRoutes);
  app.route("/api/v1", erasureRoutes);
  app.route("/api/v1/audit", auditTrailRoutes);
  app.route("/api/v1/retention-rules", retentionRoutes);
  app.route("/api/v1", exportRoutes);
  app.route("/api/v1/csv-imports", csvImportRoutes);
  app.route("/api/v1/hand-overs", handOverRoutes);
  app.route("/api/v1/interactions", interactionRoutes);
  app.route("/api/v1/questions", questionRoutes);
  app.route("/api/v1/link-rules", linkRuleRoutes);
  app.route("/api/v1/rematches", rematchRoutes);
  app.route("/api/v1/reminders", reminderRoutes);
  app.route("/api/v1/connections", connectionRoutes);
  app.route("/api/v1/capture-policy", policyRoutes);
  app.route("/api/v1/lookup", lookupRoutes);
  app.route("/api/v1/webhooks", webhookRoutes);
  app.route("/api/v1/search", searchRoutes);
  app.route("/api/v1/reports", reportRoutes);
  app.route("/api/v1/events", eventRoutes(parts.live));
  app.get("/openapi.json", (c) => c.json(openApiDocument(app, deps.publicUrl)));
  app.route("/docs", docsRoutes());
  app.route("/problems", problemRoutes);
  app.route("/", webRoutes());
  return app;
}

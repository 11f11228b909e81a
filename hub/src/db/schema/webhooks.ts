import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytea, createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

/** Where events go. It acts with the eyes of whoever made it: what he does not see is not told. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: rowId(),
    orgId: orgId(),
    url: text("url").notNull(),
    description: text("description").notNull().default(""),
    events: text("events").array().notNull(),
    /** The signing secret, sealed (secrets.ts). */
    secret: bytea("secret").notNull(),
    /** `off`: by a person, or because nothing arrived for days. */
    state: text("state").$type<"active" | "off">().notNull().default("active"),
    /** Since when nothing has arrived any more. */
    failingSince: instant("failing_since"),
    lastSuccessAt: instant("last_success_at"),
    createdBy: uuid("created_by").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("webhooks_org").on(t.orgId)],
);

/** One event on its way to one webhook, and afterwards the log of it. Holds ids, never content. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: rowId(),
    orgId: orgId(),
    webhookId: uuid("webhook_id")
      .notNull()
      .references(() => webhooks.id, { onDelete: "cascade" }),
    event: text("event").notNull(),
    /** The row that it tells of. */
    subjectId: uuid("subject_id").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    state: text("state").$type<"pending" | "delivered" | "failed" | "skipped">().notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at"),
    /** HTTP status of the last answer, or a stable code of why there was none. */
    lastStatus: integer("last_status"),
    problem: text("problem"),
    durationMs: integer("duration_ms"),
    /** What else a test event says. */
    data: jsonb("data").$type<Record<string, unknown>>(),
    createdAt: createdAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [index("webhook_deliveries_due").on(t.state, t.nextAttemptAt), index("webhook_deliveries_log").on(t.orgId, t.webhookId, t.id)],
);

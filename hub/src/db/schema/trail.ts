import { bigserial, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";

/** Append-only: the application role may insert and read, never change. Ids and codes only, no content. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: rowId(),
    orgId: orgId(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    verb: text("verb").notNull(),
    noun: text("noun").notNull(),
    rowId: uuid("row_id"),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    at: createdAt(),
  },
  (t) => [index("audit_log_row").on(t.orgId, t.noun, t.rowId), index("audit_log_time").on(t.orgId, t.at)],
);

/** Events that must reach Temporal (later: webhooks), written in the transaction of the change and relayed after it, at least once. */
export const outbox = pgTable(
  "outbox",
  {
    id: bigserial("id", { mode: "bigint" }).primaryKey(),
    orgId: orgId(),
    /** `workflow`: signalWithStart of `name` for row `rowId`. */
    topic: text("topic").$type<"workflow">().notNull(),
    name: text("name").notNull(),
    rowId: uuid("row_id").notNull(),
    createdAt: createdAt(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
  },
  (t) => [index("outbox_next").on(t.nextAttemptAt, t.id)],
);

/** Answers to writes that carried an Idempotency-Key; a repeat answers as the first did. Kept 7 days. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    orgId: orgId(),
    userId: uuid("user_id").notNull(),
    key: text("key").notNull(),
    route: text("route").notNull(),
    requestHash: text("request_hash").notNull(),
    status: integer("status"),
    response: jsonb("response").$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.key] }), index("idempotency_keys_age").on(t.createdAt)],
);

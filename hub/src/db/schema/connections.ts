import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";
import { users } from "./users.ts";

/** Everything about a connection that is no secret. `server` for IMAP, `url` and `calendarId` for CalDAV. */
export interface ConnectionSettings {
  server?: { host: string; port: number; tls: "implicit" | "starttls" | "none" };
  url?: string;
  calendarId?: string;
  username?: string;
  /** Folders that are read; absent: inbox, sent and archive, found by role. */
  folders?: string[];
  mode?: "all" | "known-customers" | "replies-to-recorded" | "labelled" | "none";
  backfillDays?: number;
  /** The rep's reminders are written to this calendar. */
  writesReminders?: boolean;
}

export type ConnectionState = "active" | "paused" | "reauthorise" | "failing";

/** A mailbox or a calendar of one person. The credential is an encrypted envelope (secrets.ts). */
export const connections = pgTable(
  "connections",
  {
    id: rowId(),
    orgId: orgId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind").$type<"mailbox" | "calendar">().notNull(),
    provider: text("provider").notNull(),
    name: text("name").notNull(),
    addresses: text("addresses").array().notNull().default([]),
    settings: jsonb("settings").$type<ConnectionSettings>().notNull(),
    credential: bytea("credential"),
    state: text("state").$type<ConnectionState>().notNull().default("active"),
    /** Stable code of the last failure, never the vendor's text. */
    problem: text("problem"),
    problemSince: instant("problem_since"),
    lastSuccessAt: instant("last_success_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    removedAt: instant("removed_at"),
  },
  (t) => [index("connections_org").on(t.orgId, t.kind)],
);

/** Where the sync of one folder or calendar stands; written in the transaction that writes the ledger rows of the same round. */
export const cursors = pgTable(
  "cursors",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    folder: text("folder").notNull(),
    cursor: text("cursor").notNull(),
    /** True once the history up to the backfill date stands in the ledger (as pending, captured or skipped). */
    enlisted: boolean("enlisted").notNull().default(false),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.connectionId, t.folder] })],
);

export type LedgerState = "pending" | "captured" | "skipped" | "failed" | "gone";

/**
 * One row for every item that the provider has listed: nothing is lost between listing and storing. `pending` is the work queue of
 * the sync; a poison message is `failed` with its raw bytes and never blocks the cursor; `skipped` keeps why, and no content.
 */
export const ledger = pgTable(
  "ledger",
  {
    id: rowId(),
    orgId: orgId(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    folder: text("folder").notNull(),
    itemId: text("item_id").notNull(),
    state: text("state").$type<LedgerState>().notNull().default("pending"),
    /** Stable code: why skipped or failed. */
    reason: text("reason"),
    /** The decision trace of core/capture-policy.ts. */
    trace: jsonb("trace").$type<unknown>(),
    /** Outside addresses of a message skipped as unknown: a contact with this address pulls it in later. */
    addresses: text("addresses").array(),
    interactionId: uuid("interaction_id"),
    etag: text("etag"),
    receivedAt: instant("received_at"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at"),
    raw: bytea("raw"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("ledger_item").on(t.connectionId, t.folder, t.itemId),
    index("ledger_work").on(t.connectionId, t.state, t.nextAttemptAt),
    index("ledger_addresses").using("gin", t.addresses),
    index("ledger_interaction").on(t.interactionId),
  ],
);

/** What a person or the administrator (no user) never wants recorded. */
export const exclusions = pgTable(
  "exclusions",
  {
    id: rowId(),
    orgId: orgId(),
    userId: uuid("user_id"),
    kind: text("kind").$type<"address" | "domain">().notNull(),
    value: text("value").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("exclusions_org").on(t.orgId, t.userId)],
);

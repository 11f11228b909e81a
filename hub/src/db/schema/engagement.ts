import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";
import { customers } from "./customers.ts";

/** What a message can say about an interaction without being one itself. */
export type ReportKind = "request" | "cancel" | "reply" | "counter" | "bounce" | "soft-bounce" | "out-of-office";

/** Of a report, by kind: an answer, whom it names and the times that it proposes, the status of a bounce. Codes, addresses and times, no words. */
export interface ReportDetail {
  response?: "accepted" | "declined" | "tentative" | "none";
  /** The address that was invited, when the answer came from another one. */
  answersFor?: string;
  delegatedTo?: string[];
  /** Whom a cancellation names. */
  guests?: string[];
  /** Original start from which on it holds for the instances of the series. */
  from?: string;
  start?: string;
  end?: string;
  status?: string;
  until?: string;
}

/**
 * What messages say about an interaction that is known by an identity (scheme and value as in `interaction_identities`), whether it stands
 * already or comes later: an answer that overtakes its invitation waits here. Of each kind, sender and scope the newest (sequence, then time).
 */
export const interactionReports = pgTable(
  "interaction_reports",
  {
    id: rowId(),
    orgId: orgId(),
    scheme: text("scheme").$type<"message-id" | "ical">().notNull(),
    value: text("value").notNull(),
    kind: text("kind").$type<ReportKind>().notNull(),
    /** Who says it (iTIP), or whom it is about (a bounce); normalised. */
    address: text("address").notNull(),
    /** What else keeps two of one kind and sender apart: whom a cancellation names, from which instance on it holds. '' for most. */
    scope: text("scope").notNull().default(""),
    /** iTIP: SEQUENCE and DTSTAMP order the messages (RFC 5546 section 2.1.5). */
    sequence: integer("sequence").notNull().default(0),
    at: instant("at").notNull(),
    detail: jsonb("detail").$type<ReportDetail>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("interaction_reports_once").on(t.orgId, t.scheme, t.value, t.kind, t.address, t.scope),
    index("interaction_reports_age").on(t.orgId, t.createdAt),
  ],
);

/** A suggestion that somebody does not want to see again until its facts change. */
export const suggestionDismissals = pgTable(
  "suggestion_dismissals",
  {
    id: rowId(),
    orgId: orgId(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    rule: text("rule").notNull(),
    /** Of the facts that the suggestion rested on (core/suggestions). */
    factsKey: text("facts_key").notNull(),
    userId: uuid("user_id"),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("suggestion_dismissals_once").on(t.orgId, t.customerId, t.rule)],
);

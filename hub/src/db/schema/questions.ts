import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";
import { customers } from "./customers.ts";
import { interactions } from "./interactions.ts";
import { opportunities } from "./opportunities.ts";

/** What is asked: to which deal, or to which of several customers an interaction belongs. */
export type QuestionKind = "opportunity" | "customer";
export type QuestionState = "open" | "answered";

/**
 * Where the rules were not sure enough. The candidates with their evidence are the interaction's links that were not chosen; here stands
 * that a person is asked, and what he said.
 */
export const questions = pgTable(
  "questions",
  {
    id: rowId(),
    orgId: orgId(),
    interactionId: uuid("interaction_id")
      .notNull()
      .references(() => interactions.id, { onDelete: "cascade" }),
    kind: text("kind").$type<QuestionKind>().notNull(),
    state: text("state").$type<QuestionState>().notNull().default("open"),
    /** When the interaction happened: the order of the list. */
    occurredAt: instant("occurred_at").notNull(),
    /** The deal or customer that was chosen; null for "none of these", and while it is open. */
    answer: uuid("answer"),
    /** Null when the thread or a rule has answered. */
    answeredBy: uuid("answered_by"),
    answeredAt: instant("answered_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("questions_once").on(t.interactionId, t.kind),
    index("questions_open")
      .on(t.orgId, t.occurredAt, t.id)
      .where(sql`state = 'open'`),
  ],
);

export type RuleKind = "address" | "domain" | "subject" | "document-prefix";

/**
 * "Always so": made from an answer. With a customer and no deal it is a rule of matching; with a deal, or with `noOpportunity`, one of
 * attribution.
 */
export const linkRules = pgTable(
  "link_rules",
  {
    id: rowId(),
    orgId: orgId(),
    kind: text("kind").$type<RuleKind>().notNull(),
    /** Normalised address or domain; words of a subject; beginning of a document's number. */
    value: text("value").notNull(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    opportunityId: uuid("opportunity_id").references(() => opportunities.id, { onDelete: "cascade" }),
    noOpportunity: boolean("no_opportunity").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
  },
  (t) => [index("link_rules_value").on(t.orgId, t.kind, t.value), index("link_rules_customer").on(t.orgId, t.customerId)],
);

/** What a rule has moved when it was made, for the way back: the links of that target as they were before. */
export const linkRuleMoves = pgTable(
  "link_rule_moves",
  {
    orgId: orgId(),
    ruleId: uuid("rule_id")
      .notNull()
      .references(() => linkRules.id, { onDelete: "cascade" }),
    interactionId: uuid("interaction_id")
      .notNull()
      .references(() => interactions.id, { onDelete: "cascade" }),
    /** Ids of links that were chosen before. */
    unchosen: jsonb("unchosen").$type<string[]>().notNull(),
    /** The link that was chosen, and whether the rule made it. */
    linkId: uuid("link_id"),
    made: boolean("made").notNull(),
    /** The question that it answered. */
    questionId: uuid("question_id"),
  },
  (t) => [primaryKey({ columns: [t.ruleId, t.interactionId] }), index("link_rule_moves_interaction").on(t.interactionId)],
);

/** Unknown senders that a person does not want to be asked about any more; nothing else is known of them. */
export const dismissedSenders = pgTable(
  "dismissed_senders",
  {
    orgId: orgId(),
    userId: uuid("user_id").notNull(),
    /** Normalised. */
    address: text("address").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.address] })],
);

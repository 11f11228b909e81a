import { boolean, index, integer, jsonb, pgTable, primaryKey, real, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

/**
 * Who sees which level, as a shared row: `metadata`, `subject` and `content` hold principals (`org`, `role:<role>`, `team:<id>`, `user:<id>`).
 * The other columns are the facts from which these follow (services/rights/audience.ts), so that a change of rights changes a few audiences
 * and not every interaction. `key` is the facts as one canonical text.
 */
export const audiences = pgTable(
  "audiences",
  {
    id: rowId(),
    orgId: orgId(),
    key: text("key").notNull(),
    /** Mail belongs to the mailboxes it lies in; what is written into Kronika is for everybody. */
    mail: boolean("mail").notNull().default(false),
    private: boolean("private").notNull().default(false),
    owners: uuid("owners").array().notNull().default([]),
    /** Of the customers and opportunities it belongs to, those that have rules of their own. */
    customers: uuid("customers").array().notNull().default([]),
    opportunities: uuid("opportunities").array().notNull().default([]),
    /** An interaction with grants of its own has an audience of its own. */
    interactionId: uuid("interaction_id"),
    metadata: text("metadata").array().notNull(),
    subject: text("subject").array().notNull(),
    content: text("content").array().notNull(),
  },
  (t) => [uniqueIndex("audiences_key").on(t.orgId, t.key)],
);

/** What happened: metadata only. Subject and content stand apart, so that row security guards each level. */
export const interactions = pgTable(
  "interactions",
  {
    id: rowId(),
    orgId: orgId(),
    kind: text("kind").$type<"email" | "call" | "meeting" | "note" | "other">().notNull(),
    direction: text("direction").$type<"incoming" | "outgoing" | "internal" | "none">().notNull(),
    occurredAt: instant("occurred_at").notNull(),
    endsAt: instant("ends_at"),
    threadId: uuid("thread_id").notNull(),
    state: text("state").$type<"active" | "cancelled" | "merged">().notNull().default("active"),
    mergedInto: uuid("merged_into"),
    /** Fields of the kind that are metadata: duration, outcome, location, mail kind, ... */
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
    /** How much of it was kept (capture policy). */
    level: text("level").$type<"metadata" | "subject" | "content">().notNull().default("content"),
    /** Weak identity of a mail within ten minutes (recording/prepare.ts): joins what a page showed with what a mailbox holds. */
    fingerprint: text("fingerprint"),
    /** Whether it bears a Message-ID: two mails that do are told apart by it, and no fingerprint is asked. */
    named: boolean("named").notNull().default(false),
    audienceId: uuid("audience_id").notNull(),
    /** Only its owners see it, whatever else holds. */
    private: boolean("private").notNull().default(false),
    attachmentCount: integer("attachment_count").notNull().default(0),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("interactions_thread").on(t.threadId, t.occurredAt),
    index("interactions_fingerprint").on(t.orgId, t.fingerprint),
    index("interactions_time").on(t.occurredAt),
  ],
);

const ofInteraction = () => uuid("interaction_id").references(() => interactions.id, { onDelete: "cascade" });

export const interactionSubjects = pgTable("interaction_subjects", {
  interactionId: ofInteraction().primaryKey(),
  orgId: orgId(),
  audienceId: uuid("audience_id").notNull(),
  subject: text("subject").notNull(),
});

export const interactionBodies = pgTable("interaction_bodies", {
  interactionId: ofInteraction().primaryKey(),
  orgId: orgId(),
  audienceId: uuid("audience_id").notNull(),
  text: text("text"),
  html: text("html"),
  /** Only what is new in it. */
  replyText: text("reply_text"),
  /** First words, for lists. */
  preview: text("preview"),
});

export const attachments = pgTable(
  "attachments",
  {
    id: rowId(),
    orgId: orgId(),
    interactionId: ofInteraction().notNull(),
    audienceId: uuid("audience_id").notNull(),
    filename: text("filename"),
    contentType: text("content_type"),
    size: integer("size"),
    sha256: text("sha256"),
    inline: boolean("inline").notNull().default(false),
  },
  (t) => [index("attachments_interaction").on(t.interactionId)],
);

/** Names under which the outside knows an interaction (core/identities.ts). The key is what makes one row of many arrivals. */
export const interactionIdentities = pgTable(
  "interaction_identities",
  {
    orgId: orgId(),
    scheme: text("scheme").notNull(),
    value: text("value").notNull(),
    interactionId: ofInteraction().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.scheme, t.value] }), index("interaction_identities_row").on(t.interactionId)],
);

/** Message-IDs that a mail refers to: finds the children of a parent that arrives late. */
export const interactionReferences = pgTable(
  "interaction_references",
  {
    orgId: orgId(),
    messageId: text("message_id").notNull(),
    interactionId: ofInteraction().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.messageId, t.interactionId] }), index("interaction_references_row").on(t.interactionId)],
);

export const interactionParticipants = pgTable(
  "interaction_participants",
  {
    id: rowId(),
    orgId: orgId(),
    interactionId: ofInteraction().notNull(),
    role: text("role").notNull(),
    name: text("name"),
    /** Normalised e-mail address or E.164 number. */
    address: text("address"),
    contactId: uuid("contact_id"),
    userId: uuid("user_id"),
    response: text("response"),
  },
  (t) => [index("interaction_participants_row").on(t.interactionId), index("interaction_participants_address").on(t.orgId, t.address)],
);

/** Where an interaction belongs, and why. Carries the time, so that one index is the timeline of a customer, contact or opportunity. */
export const interactionLinks = pgTable(
  "interaction_links",
  {
    id: rowId(),
    orgId: orgId(),
    interactionId: ofInteraction().notNull(),
    target: text("target").$type<"customer" | "contact" | "opportunity">().notNull(),
    targetId: uuid("target_id").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    /** That of the interaction: a page of a timeline is cut from links, and must be cut from those that the viewer sees. */
    audienceId: uuid("audience_id").notNull(),
    /** False: a candidate that was not chosen, kept with its evidence. */
    chosen: boolean("chosen").notNull().default(true),
    evidence: jsonb("evidence").$type<unknown[]>().notNull().default([]),
    score: real("score").notNull().default(1),
    decidedBy: text("decided_by").$type<"rule" | "person">().notNull().default("rule"),
    userId: uuid("user_id"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("interaction_links_once").on(t.interactionId, t.target, t.targetId),
    // Read backwards. (drizzle's desc() says NULLS LAST, which is not the order of ORDER BY ... DESC: PostgreSQL would sort instead.)
    index("interaction_links_timeline").on(t.orgId, t.target, t.targetId, t.chosen, t.occurredAt, t.interactionId, t.audienceId),
  ],
);

/** One mail in several mailboxes is one interaction with several copies; the owner of a copy sees it whole. */
export const interactionCopies = pgTable(
  "interaction_copies",
  {
    id: rowId(),
    orgId: orgId(),
    interactionId: ofInteraction().notNull(),
    ownerId: uuid("owner_id"),
    connectionId: uuid("connection_id"),
    source: text("source").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique("interaction_copies_once").on(t.interactionId, t.ownerId, t.source, t.connectionId).nullsNotDistinct(),
    index("interaction_copies_owner").on(t.orgId, t.ownerId),
  ],
);

/** What somebody did about an interaction: a reply, an acceptance, ... `interactionId` is where it shows, `toInteractionId` what it answers. */
export const reactions = pgTable(
  "reactions",
  {
    id: rowId(),
    orgId: orgId(),
    kind: text("kind").notNull(),
    interactionId: ofInteraction().notNull(),
    toInteractionId: uuid("to_interaction_id"),
    contactId: uuid("contact_id"),
    /** Whose: the sender, the attendee, the recipient that refused; normalised. Null where all of the other side did it. */
    address: text("address"),
    occurredAt: instant("occurred_at").notNull(),
  },
  (t) => [
    unique("reactions_once").on(t.interactionId, t.kind, t.toInteractionId, t.address).nullsNotDistinct(),
    index("reactions_to").on(t.toInteractionId),
    index("reactions_address").on(t.orgId, t.address, t.kind),
  ],
);

import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";
import { customers } from "./customers.ts";
import { handOvers } from "./hand-overs.ts";
import { interactions } from "./interactions.ts";
import { opportunities } from "./opportunities.ts";
import { reminders } from "./reminders.ts";
import { users } from "./users.ts";

/** What people talk about and follow: exactly one of the three. Row security shows the row with the thing. */
const onThing = () => ({
  customerId: uuid("customer_id").references(() => customers.id, { onDelete: "cascade" }),
  opportunityId: uuid("opportunity_id").references(() => opportunities.id, { onDelete: "cascade" }),
  interactionId: uuid("interaction_id").references(() => interactions.id, { onDelete: "cascade" }),
});

const person = (name: string) => uuid(name).references(() => users.id);

/** What a colleague says about a customer, a deal or an interaction. On an interaction only who sees its content sees it. */
export const comments = pgTable(
  "comments",
  {
    id: rowId(),
    orgId: orgId(),
    ...onThing(),
    authorId: person("author_id").notNull(),
    text: text("text").notNull(),
    /** Whom the text names: ids of people. */
    mentions: uuid("mentions").array().notNull().default([]),
    createdAt: createdAt(),
    editedAt: instant("edited_at"),
  },
  (t) => [
    index("comments_customer").on(t.customerId, t.createdAt, t.id),
    index("comments_opportunity").on(t.opportunityId, t.createdAt, t.id),
    index("comments_interaction").on(t.interactionId, t.createdAt, t.id),
    check("comments_one_thing", sql`num_nonnulls(customer_id, opportunity_id, interaction_id) = 1`),
  ],
);

/**
 * Who is told of comments. Owners follow without a row; a row with `following = false` is a person's word that he wants to hear nothing more,
 * which no comment and no mention of his own overrides.
 */
export const follows = pgTable(
  "follows",
  {
    id: rowId(),
    orgId: orgId(),
    userId: person("user_id").notNull(),
    ...onThing(),
    following: boolean("following").notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    unique("follows_once").on(t.userId, t.customerId, t.opportunityId, t.interactionId).nullsNotDistinct(),
    index("follows_customer").on(t.customerId),
    index("follows_opportunity").on(t.opportunityId),
    index("follows_interaction").on(t.interactionId),
    check("follows_one_thing", sql`num_nonnulls(customer_id, opportunity_id, interaction_id) = 1`),
  ],
);

export type NotificationKind = "comment" | "mention" | "assigned" | "reminder" | "hand-over";

/** What a person is told. Holds ids only: what is shown is read with the reader's own rights, at the time of reading. */
export const notifications = pgTable(
  "notifications",
  {
    id: rowId(),
    orgId: orgId(),
    /** Who is told. */
    userId: person("user_id").notNull(),
    kind: text("kind").$type<NotificationKind>().notNull(),
    /** What it tells of, as one text: one thing is told once. */
    key: text("key").notNull(),
    /** Who did it; null: the system. */
    actorId: person("actor_id"),
    ...onThing(),
    commentId: uuid("comment_id").references(() => comments.id, { onDelete: "cascade" }),
    reminderId: uuid("reminder_id").references(() => reminders.id, { onDelete: "cascade" }),
    handOverId: uuid("hand_over_id").references(() => handOvers.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    readAt: instant("read_at"),
  },
  (t) => [
    uniqueIndex("notifications_once").on(t.userId, t.key),
    index("notifications_list").on(t.userId, t.createdAt, t.id),
    index("notifications_unread")
      .on(t.userId)
      .where(sql`read_at IS NULL`),
    index("notifications_comment").on(t.commentId),
    index("notifications_reminder").on(t.reminderId),
    index("notifications_customer").on(t.customerId),
    index("notifications_opportunity").on(t.opportunityId),
    index("notifications_interaction").on(t.interactionId),
    index("notifications_hand_over").on(t.handOverId),
  ],
);

import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";
import { users } from "./users.ts";

/**
 * `waiting` -> `due` -> `done`; a `no-reply` reminder that is answered becomes `closed` by itself, with `outcome` saying by what.
 * This row is the truth; the workflow `reminder` only watches the clock for it.
 */
export type ReminderState = "waiting" | "due" | "done" | "closed" | "cancelled";

export interface ReminderOutcome {
  code: "reply-in-thread" | "mail-from-person" | "meeting-with-person" | "call-with-person" | "done" | "cancelled";
  interactionId?: string;
}

export const reminders = pgTable(
  "reminders",
  {
    id: rowId(),
    orgId: orgId(),
    /** Whose reminder it is. */
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind").$type<"dated" | "no-reply">().notNull(),
    title: text("title").notNull(),
    note: text("note"),
    customerId: uuid("customer_id"),
    opportunityId: uuid("opportunity_id"),
    interactionId: uuid("interaction_id"),
    threadId: uuid("thread_id"),
    /** From when on an answer counts: the time of the mail that waits for it. */
    answersSince: instant("answers_since"),
    /** Whose answer is waited for, normalised addresses. */
    awaits: text("awaits").array().notNull().default([]),
    dueAt: instant("due_at").notNull(),
    state: text("state").$type<ReminderState>().notNull().default("waiting"),
    outcome: jsonb("outcome").$type<ReminderOutcome>(),
    fellDueAt: instant("fell_due_at"),
    finishedAt: instant("finished_at"),
    /** The entry in the rep's calendar, while there is one. */
    calendarConnectionId: uuid("calendar_connection_id"),
    calendarHref: text("calendar_href"),
    calendarEtag: text("calendar_etag"),
    clientId: uuid("client_id"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("reminders_mine").on(t.orgId, t.userId, t.state, t.dueAt),
    index("reminders_thread").on(t.orgId, t.threadId),
    index("reminders_awaits").using("gin", t.awaits),
    index("reminders_customer").on(t.orgId, t.customerId),
  ],
);

import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

/**
 * `comparing` -> `ready` (the preview stands) -> `applying` -> `applied` -> `undoing` -> `undone`; or `discarded` instead of applied.
 */
export type RematchState = "comparing" | "ready" | "applying" | "applied" | "undoing" | "undone" | "discarded";

/** What is matched anew: everything, or the threads in which these addresses and domains take part. Normalised. */
export interface RematchScope {
  everything?: boolean;
  addresses?: string[];
  domains?: string[];
}

/** Links as they stand on an interaction, without what belongs to the row. */
export interface LinkState {
  target: "customer" | "contact" | "opportunity";
  id: string;
  chosen: boolean;
  score: number;
  evidence: unknown[];
}

/** One matching anew of history: its row is the truth, a workflow drives it on. */
export const rematches = pgTable(
  "rematches",
  {
    id: rowId(),
    orgId: orgId(),
    scope: jsonb("scope").$type<RematchScope>().notNull(),
    state: text("state").$type<RematchState>().notNull().default("comparing"),
    /** Interactions in scope, those looked at by the present step, and those that move. */
    total: integer("total").notNull().default(0),
    done: integer("done").notNull().default(0),
    moves: integer("moves").notNull().default(0),
    /** Moves that were left out because somebody changed the interaction between preview and apply, or apply and undo. */
    stale: integer("stale").notNull().default(0),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [index("rematches_list").on(t.orgId, t.id)],
);

/** `pending`: not compared yet. Rows that stay where they are leave the table again. */
export type RematchMoveState = "pending" | "move" | "applied" | "stale" | "undone";

/** One interaction of a rematch, with its links before and after. */
export const rematchMoves = pgTable(
  "rematch_moves",
  {
    orgId: orgId(),
    rematchId: uuid("rematch_id")
      .notNull()
      .references(() => rematches.id, { onDelete: "cascade" }),
    interactionId: uuid("interaction_id").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    state: text("state").$type<RematchMoveState>().notNull().default("pending"),
    before: jsonb("before").$type<LinkState[]>(),
    after: jsonb("after").$type<LinkState[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.rematchId, t.interactionId] }),
    index("rematch_moves_work").on(t.rematchId, t.state, t.occurredAt, t.interactionId),
    index("rematch_moves_interaction").on(t.interactionId),
  ],
);

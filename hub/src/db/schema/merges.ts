import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";

/** What a merge moved, so that it can be taken back: ids of rows by place, and whole rows that had to give way. */
export interface MergeTrace {
  /** `table.column` -> ids of the rows that pointed to `from`. */
  moved: Record<string, string[]>;
  /** Rows of `from` that stood at `into` already, by table: they come back whole. */
  dropped: Record<string, Record<string, unknown>[]>;
  /** Fields of `into` that were filled from `from`, with what they were before. */
  filled: Record<string, unknown>;
}

/** Two customers, or two people, that turned out to be one. Kept for the undo. */
export const merges = pgTable(
  "merges",
  {
    id: rowId(),
    orgId: orgId(),
    noun: text("noun").$type<"customer" | "contact">().notNull(),
    fromId: uuid("from_id").notNull(),
    intoId: uuid("into_id").notNull(),
    trace: jsonb("trace").$type<MergeTrace>().notNull(),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    undoneAt: instant("undone_at"),
  },
  (t) => [index("merges_into").on(t.orgId, t.noun, t.intoId), index("merges_from").on(t.orgId, t.noun, t.fromId)],
);

import { index, jsonb, pgTable, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";
import type { GrantVerb, Level } from "./rights.ts";
import { users } from "./users.ts";

/** What a hand-over moved, so that it can be taken back. */
export interface HandOverTrace {
  /** `table.column` -> ids of the rows that were the old person's. */
  moved: Record<string, string[]>;
  /** The right to see the old person's mail: the grant that was written, and what stood there before. */
  mail: { grantId: string; before: { level: Level; verbs: GrantVerb[] } | null } | null;
}

/** Everything of one person given to another. Kept for the undo. */
export const handOvers = pgTable(
  "hand_overs",
  {
    id: rowId(),
    orgId: orgId(),
    fromId: uuid("from_id")
      .notNull()
      .references(() => users.id),
    toId: uuid("to_id")
      .notNull()
      .references(() => users.id),
    trace: jsonb("trace").$type<HandOverTrace>().notNull(),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    undoneAt: instant("undone_at"),
  },
  (t) => [index("hand_overs_time").on(t.orgId, t.createdAt, t.id)],
);

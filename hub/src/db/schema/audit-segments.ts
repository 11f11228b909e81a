import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, orgId } from "./columns.ts";

/**
 * A sealed stretch of the audit trail: the rows after the last one of the segment before, up to `toId`, in the order of their ids. Each
 * segment's hash covers its rows and the hash before it, so that whatever is changed, removed or put in between shows.
 */
export const auditSegments = pgTable(
  "audit_segments",
  {
    orgId: orgId(),
    number: integer("number").notNull(),
    fromId: uuid("from_id").notNull(),
    toId: uuid("to_id").notNull(),
    count: integer("count").notNull(),
    hash: text("hash").notNull(),
    previousHash: text("previous_hash").notNull(),
    sealedAt: instant("sealed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.number] }), index("audit_segments_to").on(t.orgId, t.toId)],
);

import { boolean, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

/** After how long what goes by itself. A rule without `kind`, `level` or `customerState` is for all of them. */
export const retentionRules = pgTable(
  "retention_rules",
  {
    id: rowId(),
    orgId: orgId(),
    kind: text("kind").$type<"email" | "call" | "meeting" | "note" | "other">(),
    level: text("level").$type<"metadata" | "subject" | "content">(),
    /** `archived`: every customer it belongs to is put away; `none`: it belongs to nobody. */
    customerState: text("customer_state").$type<"active" | "archived" | "none">(),
    months: integer("months").notNull(),
    action: text("action").$type<"drop-body" | "erase">().notNull(),
    enabled: boolean("enabled").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    lastRunAt: instant("last_run_at"),
    lastRunCount: integer("last_run_count"),
  },
  (t) => [index("retention_rules_org").on(t.orgId)],
);

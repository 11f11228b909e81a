import { date, index, numeric, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { customers } from "./customers.ts";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

export const opportunities = pgTable(
  "opportunities",
  {
    id: rowId(),
    orgId: orgId(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    name: text("name").notNull(),
    stage: text("stage").notNull().default("new"),
    state: text("state").$type<"open" | "won" | "lost">().notNull().default("open"),
    value: numeric("value", { precision: 15, scale: 2 }),
    currency: text("currency").notNull().default("EUR"),
    expectedClose: date("expected_close"),
    ownerId: uuid("owner_id"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    closedAt: instant("closed_at"),
  },
  (t) => [index("opportunities_customer").on(t.orgId, t.customerId), index("opportunities_list").on(t.orgId, t.state, t.id)],
);

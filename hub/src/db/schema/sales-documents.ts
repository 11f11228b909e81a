import { sql } from "drizzle-orm";
import { date, index, numeric, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, orgId, rowId, updatedAt } from "./columns.ts";
import { customers } from "./customers.ts";
import { opportunities } from "./opportunities.ts";

export type SalesDocumentKind = "quote" | "order" | "invoice";
export type SalesDocumentState =
  | "draft"
  | "sent"
  | "accepted"
  | "rejected"
  | "expired"
  | "confirmed"
  | "delivered"
  | "issued"
  | "paid"
  | "cancelled";

/** Quotes, orders and invoices: made by hand, or pushed by the ERP that keeps them. */
export const salesDocuments = pgTable(
  "sales_documents",
  {
    id: rowId(),
    orgId: orgId(),
    kind: text("kind").$type<SalesDocumentKind>().notNull(),
    /** As it is printed. */
    number: text("number").notNull(),
    /** As it is compared and looked up: core/document-numbers.ts. */
    numberKey: text("number_key").notNull(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    opportunityId: uuid("opportunity_id").references(() => opportunities.id, { onDelete: "set null" }),
    state: text("state").$type<SalesDocumentState>().notNull(),
    /** The document's total, VAT included, in units of its currency. Negative: a credit note. */
    amount: numeric("amount", { precision: 15, scale: 2 }).notNull(),
    currency: text("currency").notNull(),
    issuedOn: date("issued_on").notNull(),
    dueOn: date("due_on"),
    paidOn: date("paid_on"),
    /** The system that pushed it and its key there; both or neither. */
    source: text("source"),
    externalId: text("external_id"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("sales_documents_external").on(t.orgId, t.source, t.externalId),
    index("sales_documents_number").on(t.orgId, t.numberKey),
    index("sales_documents_customer").on(t.orgId, t.customerId, t.issuedOn, t.id),
    index("sales_documents_opportunity").on(t.orgId, t.opportunityId, t.issuedOn, t.id),
    index("sales_documents_list").on(t.orgId, t.issuedOn, t.id),
    index("sales_documents_unpaid")
      .on(t.orgId, t.dueOn)
      .where(sql`kind = 'invoice' AND state = 'issued'`),
  ],
);

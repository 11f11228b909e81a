import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

export type CustomerKind = "customer" | "partner" | "supplier";

export const customers = pgTable(
  "customers",
  {
    id: rowId(),
    orgId: orgId(),
    name: text("name").notNull(),
    kinds: text("kinds").array().$type<CustomerKind[]>().notNull().default(["customer"]),
    /** Slovak company number, tax number, VAT number. */
    ico: text("ico"),
    dic: text("dic"),
    icDph: text("ic_dph"),
    country: text("country").notNull().default("SK"),
    website: text("website"),
    /** Company domains, normalised: mail from them belongs here. Never a free-mail domain. */
    domains: text("domains").array().notNull().default([]),
    ownerId: uuid("owner_id"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    archivedAt: instant("archived_at"),
    /** Where it went: see services/merging. */
    mergedInto: uuid("merged_into"),
  },
  (t) => [
    index("customers_name").on(t.orgId, t.name, t.id),

    // One that was put away does not stand in the way of a new one.
    uniqueIndex("customers_ico")
      .on(t.orgId, t.ico)
      .where(sql`archived_at IS NULL`),
  ],
);

export const contacts = pgTable(
  "contacts",
  {
    id: rowId(),
    orgId: orgId(),
    customerId: uuid("customer_id").references(() => customers.id),
    name: text("name").notNull(),
    jobTitle: text("job_title"),
    /** Why we may write marketing mail to this person (Slovak act 452/2021, section 116). */
    legalBasis: text("legal_basis").$type<"consent" | "customer" | "published-business" | "none">().notNull().default("none"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    archivedAt: instant("archived_at"),
    mergedInto: uuid("merged_into"),
  },
  (t) => [index("contacts_customer").on(t.orgId, t.customerId), index("contacts_name").on(t.orgId, t.name, t.id)],
);

/** Every address and phone number of a person, with validity. `value` is normalised (e-mail: core/addresses.ts, phone: E.164). */
export const contactAddresses = pgTable(
  "contact_addresses",
  {
    id: rowId(),
    orgId: orgId(),
    contactId: uuid("contact_id")
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    kind: text("kind").$type<"email" | "phone">().notNull(),
    value: text("value").notNull(),
    label: text("label"),
    validFrom: instant("valid_from"),
    validTo: instant("valid_to"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("contact_addresses_once").on(t.contactId, t.kind, t.value),
    index("contact_addresses_value").on(t.orgId, t.kind, t.value),
  ],
);

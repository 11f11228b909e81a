/** A column that points to a customer or a contact, and what happens to its rows when that becomes another one. */
export interface Place {
  table: string;
  column: string;
  /** Only rows where this holds, e.g. `target = 'customer'`. */
  only?: string;
  /** Columns that, together with this one, are unique: a row of `from` that has its like at `into` gives way. */
  unique?: readonly string[];
  /** Column that identifies a row. */
  key?: string;
}

/**
 * Every place that points to a customer or contact. A test compares this with the catalogue of the database: a new table must say here what a
 * merge does with it, or under {@link LEFT_ALONE} why nothing.
 */
export const PLACES: Record<"customer" | "contact", readonly Place[]> = {
  customer: [
    { table: "contacts", column: "customer_id" },
    { table: "opportunities", column: "customer_id" },
    { table: "sales_documents", column: "customer_id" },
    { table: "reminders", column: "customer_id" },
    { table: "interaction_links", column: "target_id", only: "target = 'customer'", unique: ["interaction_id", "target"] },
    { table: "link_rules", column: "customer_id" },
    { table: "comments", column: "customer_id" },
    { table: "follows", column: "customer_id", unique: ["user_id"] },
    { table: "notifications", column: "customer_id" },
    { table: "grants", column: "resource_id", only: "resource = 'customer'", unique: ["resource", "grantee"] },
  ],
  contact: [
    { table: "contact_addresses", column: "contact_id", unique: ["kind", "value"] },
    { table: "interaction_participants", column: "contact_id" },
    { table: "interaction_links", column: "target_id", only: "target = 'contact'", unique: ["interaction_id", "target"] },
    { table: "reactions", column: "contact_id" },
  ],
};

/** Columns of these names that a merge does not touch, with the reason. */
export const LEFT_ALONE: Record<string, string> = {
  "suggestion_dismissals.customer_id": "dismissed for the history of one; of the joined history it is asked anew",
  "search_names.customer_id": "kept by triggers of the tables whose names it holds",
  "customer_domains.customer_id": "kept by a trigger on customers.domains",
  "customer_restrictions.customer_id": "a restricted and an open customer are not merged",
};

import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";
import { customers } from "./customers.ts";
import { users } from "./users.ts";

export const teams = pgTable(
  "teams",
  {
    id: rowId(),
    orgId: orgId(),
    name: text("name").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** A team that is put away has no rights any more; its grants stay for the day it comes back. */
    archivedAt: instant("archived_at"),
  },
  (t) => [uniqueIndex("teams_name").on(t.orgId, t.name)],
);

export const memberships = pgTable(
  "memberships",
  {
    orgId: orgId(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index("memberships_user").on(t.orgId, t.userId)],
);

/** On what a right can be given. `user`: on everything of that person's mailboxes. */
export type GrantResource = "customer" | "opportunity" | "interaction" | "user";
export type Level = "metadata" | "subject" | "content";
export type GrantVerb = "view" | "edit" | "delete" | "export";

/** A right that somebody gave: who may do what with one thing, and how much of it he sees. */
export const grants = pgTable(
  "grants",
  {
    id: rowId(),
    orgId: orgId(),
    /** A principal: `user:<id>`, `team:<id>`, `role:manager`, `role:admin` or `org`. */
    grantee: text("grantee").notNull(),
    resource: text("resource").$type<GrantResource>().notNull(),
    resourceId: uuid("resource_id").notNull(),
    level: text("level").$type<Level>().notNull(),
    verbs: text("verbs").array().$type<GrantVerb[]>().notNull(),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("grants_once").on(t.orgId, t.resource, t.resourceId, t.grantee), index("grants_grantee").on(t.orgId, t.grantee)],
);

/**
 * Customers that not everybody sees. A row of its own table, and not a column of the customer: the policies that hide a customer with all
 * that hangs on it ask here, which they could not if the answer were hidden with it. Holds ids and principals, nothing else.
 */
export const customerRestrictions = pgTable("customer_restrictions", {
  customerId: uuid("customer_id")
    .primaryKey()
    .references(() => customers.id, { onDelete: "cascade" }),
  orgId: orgId(),
  /** Who sees that the customer exists: its owner, administrators, and whoever holds a grant on it. */
  visibleTo: text("visible_to").array().notNull(),
  createdBy: uuid("created_by"),
  createdAt: createdAt(),
});

/**
 * The domains of `customers.domains`, one a row, kept by a trigger: the look-up of a mail's customers. Row security lets no index be used
 * for an operator that is not leakproof, which `=` of texts is and `&&` of arrays is not.
 */
export const customerDomains = pgTable(
  "customer_domains",
  {
    orgId: orgId(),
    domain: text("domain").notNull(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.domain, t.customerId] }), index("customer_domains_customer").on(t.customerId)],
);

import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, updatedAt } from "./columns.ts";

/** What an administrator decides for everybody. Defaults: see services/organizations/settings.ts. */
export interface OrganizationSettings {
  /** How much of a colleague's mail everybody sees: the rule book's default is its subject. */
  colleagueMailLevel?: "metadata" | "subject" | "content";
  /** How far back a new mailbox or calendar is read. */
  backfillDays?: number;
  /** Roles whose people must show a second factor. */
  secondFactorRoles?: ("admin" | "manager" | "rep")[];
}

export const organizations = pgTable("organizations", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  country: text("country").notNull().default("SK"),
  language: text("language").notNull().default("sk"),
  currency: text("currency").notNull().default("EUR"),
  timeZone: text("time_zone").notNull().default("Europe/Bratislava"),
  ownDomains: text("own_domains").array().notNull().default([]),
  settings: jsonb("settings").$type<OrganizationSettings>().notNull().default({}),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

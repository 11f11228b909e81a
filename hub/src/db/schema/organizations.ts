import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, updatedAt } from "./columns.ts";

/** An entry of a list that the administrator keeps. Rows refer to it by its key, for ever: it is renamed or retired, not deleted. */
export interface ListEntry {
  key: string;
  sk: string;
  en: string;
  /** Offered no more; what bears it keeps its name. */
  retired?: boolean | undefined;
  /** Of an outcome: as which of the fixed ones it counts in reports, reactions and engagement. */
  countsAs?: string | undefined;
}

/** Further kinds of interaction, finer outcomes, stages of an open opportunity; in the order in which they are offered. */
export interface OrganizationLists {
  kinds: ListEntry[];
  callOutcomes: ListEntry[];
  meetingOutcomes: ListEntry[];
  stages: ListEntry[];
}

/** What an administrator decides for everybody. Defaults: see services/organizations/settings.ts. */
export interface OrganizationSettings {
  /** How much of a colleague's mail everybody sees: the rule book's default is its subject. */
  colleagueMailLevel?: "metadata" | "subject" | "content";
  /** How far back a new mailbox or calendar is read. */
  backfillDays?: number;
  /** Roles whose people must show a second factor. */
  secondFactorRoles?: ("admin" | "manager" | "rep")[];
  /**
   * Here and not in a table of their own: they are small, every page and every recording needs them together with the rest of the row, and
   * no foreign key could point to them from the details of an interaction.
   */
  lists?: Partial<OrganizationLists>;
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

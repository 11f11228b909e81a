import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

export const users = pgTable(
  "users",
  {
    id: rowId(),
    orgId: orgId(),
    /** Normalised; one account in the whole installation, because sign-in knows no organisation yet. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").$type<"admin" | "manager" | "rep">().notNull().default("rep"),
    language: text("language").$type<"sk" | "en">().notNull().default("sk"),
    /** Further addresses of this person: mail from them is ours. */
    aliases: text("aliases").array().notNull().default([]),
    passwordHash: text("password_hash").notNull(),
    disabledAt: instant("disabled_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("users_email").on(t.email), index("users_org").on(t.orgId)],
);

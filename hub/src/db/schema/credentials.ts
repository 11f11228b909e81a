import { index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";
import { users } from "./users.ts";

/**
 * What a person showed at sign-in. Everything but `password` alone is a second factor, or stands for two: a passkey is a device and the
 * finger or PIN that opens it; with single sign-on the company's own provider answers for it.
 */
export type SignInMethod = "password" | "password+totp" | "password+recovery" | "password+passkey" | "passkey" | "sso";

/** Sign-ins of the web application. Only the hash of the cookie is kept. */
export const sessions = pgTable(
  "sessions",
  {
    id: rowId(),
    orgId: orgId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull(),
    userAgent: text("user_agent"),
    /** From where it was last used. */
    address: text("address"),
    /** How the person proved who they are. */
    method: text("method").$type<SignInMethod>().notNull().default("password"),
    createdAt: createdAt(),
    /** When that was last proved: changes of ways in ask for it anew after a while. */
    confirmedAt: instant("confirmed_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [uniqueIndex("sessions_token").on(t.tokenHash), index("sessions_user").on(t.orgId, t.userId)],
);

/**
 * Bearer tokens, hashed: `api` made by a person for a program, `access` and `refresh` of an OAuth grant. All tokens of one grant
 * share `familyId`: a refresh token that comes back after its successor was used ends the whole family (RFC 9700 section 4.14.2).
 */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: rowId(),
    orgId: orgId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind").$type<"api" | "access" | "refresh">().notNull(),
    familyId: uuid("family_id"),
    clientId: text("client_id"),
    name: text("name").notNull().default(""),
    tokenHash: text("token_hash").notNull(),
    scopes: text("scopes").array().notNull().default([]),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at"),
    rotatedAt: instant("rotated_at"),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    uniqueIndex("api_tokens_token").on(t.tokenHash),
    index("api_tokens_user").on(t.orgId, t.userId),
    index("api_tokens_family").on(t.familyId),
  ],
);

/** Authorisation codes (RFC 6749 section 4.1): single use, ten minutes at most, bound to a PKCE challenge (RFC 7636). */
export const oauthCodes = pgTable(
  "oauth_codes",
  {
    id: rowId(),
    orgId: orgId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    codeHash: text("code_hash").notNull(),
    clientId: text("client_id").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    codeChallenge: text("code_challenge").notNull(),
    scope: text("scope").notNull(),
    familyId: uuid("family_id").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [uniqueIndex("oauth_codes_code").on(t.codeHash)],
);

/** Counters of the rate limiter: they survive a restart and are shared by all hubs. `key` is a hash, never an address. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  windowStart: instant("window_start").notNull(),
  count: integer("count").notNull(),
});

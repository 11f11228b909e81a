import { bigint, boolean, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { bytea, createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";
import { users } from "./users.ts";

/** The person that a way in belongs to; it goes with them. */
const ofUser = () =>
  uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** Somebody is asked to join. The link's secret is kept as a hash only; of one address at most one invitation is open. */
export const invitations = pgTable(
  "invitations",
  {
    id: rowId(),
    orgId: orgId(),
    /** Normalised. Whoever accepts gets the account of this address and of no other. */
    email: text("email").notNull(),
    role: text("role").$type<"admin" | "manager" | "rep">().notNull(),
    language: text("language").$type<"sk" | "en">().notNull(),
    /** Teams that the person joins with the acceptance. */
    teamIds: uuid("team_ids").array().notNull().default([]),
    tokenHash: text("token_hash").notNull(),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    uniqueIndex("invitations_token").on(t.tokenHash),
    uniqueIndex("invitations_open")
      .on(t.orgId, t.email)
      .where(sql`accepted_at IS NULL AND revoked_at IS NULL`),
  ],
);

/**
 * A way to a new password. `tokenHash` is null while the person has only asked for it and no administrator has made a link yet. One a
 * person: a new link replaces the one before.
 */
export const passwordResets = pgTable(
  "password_resets",
  {
    id: rowId(),
    orgId: orgId(),
    userId: ofUser(),
    tokenHash: text("token_hash"),
    /** When the person asked; null for a link that the administrator made unasked. */
    requestedAt: instant("requested_at"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [uniqueIndex("password_resets_token").on(t.tokenHash), uniqueIndex("password_resets_user").on(t.userId)],
);

/** The app that shows one-time codes (RFC 6238). It counts from `confirmedAt` on, when the person has proved that it works. */
export const totpSecrets = pgTable(
  "totp_secrets",
  {
    userId: ofUser().primaryKey(),
    orgId: orgId(),
    /** Sealed for this row: see secrets.ts. */
    sealed: bytea("sealed").notNull(),
    confirmedAt: instant("confirmed_at"),
    /** The newest time step whose code was used: it and those before it are refused. */
    lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [index("totp_secrets_org").on(t.orgId)],
);

/** For the day the app is lost. A used code is gone. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  { id: rowId(), orgId: orgId(), userId: ofUser(), codeHash: text("code_hash").notNull(), createdAt: createdAt() },
  (t) => [uniqueIndex("recovery_codes_code").on(t.userId, t.codeHash)],
);

/** A WebAuthn credential (Level 3, section 4): the public half of a key that a device or a key chain holds. */
export const passkeys = pgTable(
  "passkeys",
  {
    id: rowId(),
    orgId: orgId(),
    userId: ofUser(),
    /** base64url, as the browser says it. */
    credentialId: text("credential_id").notNull(),
    publicKey: bytea("public_key").notNull(),
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull().default([]),
    /** True when a key chain copies it to further devices. */
    synced: boolean("synced").notNull(),
    name: text("name").notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [uniqueIndex("passkeys_credential").on(t.credentialId), index("passkeys_user").on(t.orgId, t.userId)],
);

/** The company's own sign-in (OpenID Connect). One an organisation. */
export const ssoProviders = pgTable(
  "sso_providers",
  {
    id: rowId(),
    orgId: orgId(),
    /** As the button of the sign-in page names it. */
    name: text("name").notNull(),
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    /** Null for a public client, which PKCE alone protects. */
    clientSecret: bytea("client_secret"),
    /** E-mail domains of the organisation: only their addresses may join by themselves. */
    domains: text("domains").array().notNull().default([]),
    /** Addresses in `domains` count as verified although the provider does not say so. */
    trustsEmail: boolean("trusts_email").notNull().default(false),
    /** Whoever comes with a verified address in `domains` gets an account with this role; null: only who is invited. */
    joinRole: text("join_role").$type<"manager" | "rep">(),
    enabled: boolean("enabled").notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("sso_providers_org").on(t.orgId)],
);

/** Who a person is at the provider. Bound once; from then on the subject counts, not the address. */
export const ssoIdentities = pgTable(
  "sso_identities",
  {
    id: rowId(),
    orgId: orgId(),
    userId: ofUser(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [
    uniqueIndex("sso_identities_subject").on(t.orgId, t.issuer, t.subject),
    uniqueIndex("sso_identities_user").on(t.userId, t.issuer),
  ],
);

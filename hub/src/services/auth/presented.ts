import { sql } from "drizzle-orm";
import type { Database, Tx } from "../../db/database.ts";
import { inScope } from "../../db/transaction.ts";
import { hashSecret } from "../../secrets.ts";

/**
 * Statements that narrow a transaction, opened with `app.presented`, to the organisation of the secret's owner: the secret opens its own row
 * and no other; that row says whose rows are seen from here on. Constants: the hash travels in the setting.
 */
export const narrowTo = {
  sessions:
    "SELECT set_config('app.org', coalesce((SELECT org_id::text FROM sessions WHERE token_hash = app_presented()), ''), true) AS org",
  apiTokens:
    "SELECT set_config('app.org', coalesce((SELECT org_id::text FROM api_tokens WHERE token_hash = app_presented()), ''), true) AS org",
  oauthCodes:
    "SELECT set_config('app.org', coalesce((SELECT org_id::text FROM oauth_codes WHERE code_hash = app_presented()), ''), true) AS org",
  invitations:
    "SELECT set_config('app.org', coalesce((SELECT org_id::text FROM invitations WHERE token_hash = app_presented()), ''), true) AS org",
  passwordResets:
    "SELECT set_config('app.org', coalesce((SELECT org_id::text FROM password_resets WHERE token_hash = app_presented()), ''), true) AS org",
} as const;

/**
 * Runs `work` in a transaction of the organisation that a secret belongs to.
 * @returns null, without running it, when nobody has this secret
 */
export async function inScopeOfSecret<T>(
  database: Database,
  kind: keyof typeof narrowTo,
  secret: string,
  work: (tx: Tx, owner: { orgId: string; hash: string }) => Promise<T>,
): Promise<T | null> {
  const hash = hashSecret(secret);
  return inScope(database, { presented: hash }, async (tx) => {
    const { rows } = await tx.execute<{ org: string }>(sql.raw(narrowTo[kind]));
    const orgId = rows[0]?.org;
    return orgId ? work(tx, { orgId, hash }) : null;
  });
}

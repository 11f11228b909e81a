import { and, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Ctx, Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { newId } from "../../../db/ids.ts";
import { apiTokens } from "../../../db/schema/credentials.ts";
import { users } from "../../../db/schema/users.ts";
import { hashSecret, newSecret } from "../../../secrets.ts";
import { EXTENSION_CLIENT } from "./client.ts";

/** Everything that one approval gave: its tokens share `familyId`. */
export interface Grant {
  orgId: string;
  userId: string;
  familyId: string;
  scope: string;
  /** By which the person knows it again in the list of sign-ins. */
  name: string;
}

/** The answer of the token endpoint (RFC 6749 section 5.1). */
export interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string;
  scope: string;
}

export const ACCESS_SECONDS = 60 * 60;
export const REFRESH_SECONDS = 90 * 24 * 60 * 60;

/** Gives a grant a new access token (an hour) and a new refresh token (90 days, from each refresh on). What is over is swept up. */
export async function issueTokens(tx: Tx, grant: Grant, now: Date): Promise<TokenAnswer> {
  const [access, refresh] = [newSecret("kro_at"), newSecret("kro_rt")];
  const { orgId, userId, familyId, name, scope } = grant;
  const row = (kind: "access" | "refresh", token: string, seconds: number) => ({
    id: newId(),
    orgId,
    userId,
    familyId,
    kind,
    name,
    clientId: EXTENSION_CLIENT,
    tokenHash: hashSecret(token),
    scopes: [scope],
    createdAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
  });
  await tx.delete(apiTokens).where(and(eq(apiTokens.familyId, familyId), lt(apiTokens.expiresAt, now)));
  await tx.insert(apiTokens).values([row("access", access, ACCESS_SECONDS), row("refresh", refresh, REFRESH_SECONDS)]);
  return { access_token: access, token_type: "Bearer", expires_in: ACCESS_SECONDS, refresh_token: refresh, scope };
}

/** One at a time works on a grant: two refreshes at once are judged one after the other. Held until the transaction ends. */
export async function lockGrant(tx: Tx, familyId: string): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${familyId}, 0))`);
}

/** Ends a grant: none of its tokens is good any more. @returns false when it was over already */
export async function endGrant(tx: Tx, familyId: string, now: Date): Promise<boolean> {
  const ended = await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.familyId, familyId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return ended.length > 0;
}

/** Ends every grant of a person; their own API tokens stay. */
export async function endGrantsOf(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.userId, userId), isNotNull(apiTokens.familyId), isNull(apiTokens.revokedAt)));
}

/** Who is named in the trail for what a token or code did before its person was looked at. Carries no right. */
export const onBehalfOf = (deps: Deps, orgId: string, userId: string, tokenId: string): Ctx => ({
  ...deps,
  orgId,
  actor: { kind: "token", userId, role: "rep", tokenId, scopes: [] },
});

/**
 * True when the person of a grant may sign in. Their row is held for the rest of the transaction: disabling somebody waits, and then
 * finds the tokens that were issued meanwhile.
 */
export async function mayStillSignIn(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)))
    .for("share");
  return rows.length > 0;
}

import { and, eq, gte, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { apiTokens } from "../../../db/schema/credentials.ts";
import { audit } from "../../audit.ts";
import { callerCache } from "../caller-cache.ts";
import { inScopeOfSecret } from "../presented.ts";
import { EXTENSION_CLIENT } from "./client.ts";
import { OAuthError } from "./errors.ts";
import { endGrant, issueTokens, lockGrant, mayStillSignIn, onBehalfOf, type TokenAnswer } from "./grants.ts";

/** For how long after its use a refresh token may come again, because the answer was lost on the way. */
const LOST_ANSWER_MS = 60_000;

export interface RefreshRequest {
  clientId: string;
  refreshToken: string;
  scope?: string | undefined;
}

type RefreshRow = typeof apiTokens.$inferSelect & { familyId: string };
type Outcome = { tokens: TokenAnswer; userId: string } | { refused: string; userId?: string };

/**
 * New tokens for a refresh token, which is used up by it (rotation, RFC 9700 section 4.14.2). A used one that comes back means that two
 * hold it, the owner and a thief, and nobody can tell which is which: the whole grant ends, and the person signs in again.
 *
 * One case is no theft: the answer was lost (network, closed laptop), and the extension, which never saw the successor, asks again with
 * the only token it has. So within 60 s of the first use it is answered anew, provided that nothing of what was issued since has been used.
 * The tokens of the lost answer are revoked by that, therefore at any time at most one refresh token of a grant is good. A thief gains nothing
 * lasting: if he uses the token in those 60 s, the owner's tokens are revoked, the owner comes back with a used or revoked one, and the grant ends.
 * @throws OAuthError `invalid_client`, `invalid_grant`, `invalid_scope`
 */
export async function refreshTokens(deps: Deps, input: RefreshRequest): Promise<TokenAnswer> {
  if (input.clientId !== EXTENSION_CLIENT) throw new OAuthError("invalid_client", "unknown client_id");
  const outcome = await inScopeOfSecret(deps.database, "apiTokens", input.refreshToken, (tx, { orgId, hash }) =>
    refresh(deps, tx, orgId, hash, input),
  );
  if (outcome?.userId) callerCache(deps.database).forget(outcome.userId);
  if (outcome && "tokens" in outcome) return outcome.tokens;
  throw new OAuthError(outcome?.refused === WRONG_SCOPE ? "invalid_scope" : "invalid_grant", outcome?.refused ?? "unknown refresh token");
}

const WRONG_SCOPE = "scope is wider than what was approved";

async function refresh(deps: Deps, tx: Tx, orgId: string, hash: string, input: RefreshRequest): Promise<Outcome> {
  const now = deps.now();
  const found = await read(tx, hash);
  if (!found) return { refused: "unknown refresh token" };
  await lockGrant(tx, found.familyId);
  // Again: while we waited for the lock, somebody else may have used it.
  const token = (await read(tx, hash)) ?? found;
  const { familyId, userId } = token;

  if (token.revokedAt || (token.rotatedAt && !(await isLostAnswer(tx, token, token.rotatedAt, now)))) {
    const ended = await endGrant(tx, familyId, now);
    if (ended)
      await audit(tx, onBehalfOf(deps, orgId, userId, token.id), {
        verb: "end",
        noun: "oauth-grant",
        rowId: familyId,
        detail: { reason: "refresh-token-used-twice" },
      });
    return { refused: "the refresh token was used before; sign in again", userId };
  }
  if (token.expiresAt && token.expiresAt <= now) return { refused: "the refresh token is over; sign in again" };
  const scope = token.scopes.join(" ");
  if (input.scope !== undefined && input.scope !== scope) return { refused: WRONG_SCOPE };
  if (!(await mayStillSignIn(tx, userId))) return { refused: "the account is disabled" };

  if (token.rotatedAt) await revokeSince(tx, token, token.rotatedAt, now);
  else await tx.update(apiTokens).set({ rotatedAt: now, lastUsedAt: now }).where(eq(apiTokens.id, token.id));
  return { tokens: await issueTokens(tx, { orgId, userId, familyId, scope, name: token.name }, now), userId };
}

async function read(tx: Tx, hash: string): Promise<RefreshRow | undefined> {
  const rows = await tx
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.tokenHash, hash), eq(apiTokens.kind, "refresh"), eq(apiTokens.clientId, EXTENSION_CLIENT)));
  const row = rows[0];
  return row?.familyId ? { ...row, familyId: row.familyId } : undefined;
}

/** What was issued when this token was rotated, or after. */
const issuedSince = (token: RefreshRow, rotatedAt: Date) =>
  and(eq(apiTokens.familyId, token.familyId), ne(apiTokens.id, token.id), gte(apiTokens.createdAt, rotatedAt));

async function isLostAnswer(tx: Tx, token: RefreshRow, rotatedAt: Date, now: Date): Promise<boolean> {
  if (now.getTime() - rotatedAt.getTime() > LOST_ANSWER_MS) return false;
  const used = await tx
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .where(and(issuedSince(token, rotatedAt), or(isNotNull(apiTokens.rotatedAt), isNotNull(apiTokens.lastUsedAt))))
    .limit(1);
  return used.length === 0;
}

async function revokeSince(tx: Tx, token: RefreshRow, rotatedAt: Date, now: Date): Promise<void> {
  await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(issuedSince(token, rotatedAt), isNull(apiTokens.revokedAt)));
}

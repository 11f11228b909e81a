import { and, eq, isNull, lt, notExists, or } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { invitations, passwordResets, totpSecrets } from "../../db/schema/accounts.ts";
import { apiTokens, oauthCodes, sessions } from "../../db/schema/credentials.ts";
import { idempotencyKeys } from "../../db/schema/trail.ts";
import { inTransaction } from "../../db/transaction.ts";
import { KEPT_DAYS } from "../idempotency/once.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** For how long a revoked token is still told from an unknown one. */
const REVOKED_DAYS = 90;

/**
 * Removes what is over for one organisation: sessions, tokens, codes, invitations and resets that are settled or forgotten, and kept answers with whatever personal data they hold. Each is
 * refused from its end on in any case; this is so that it does not stay. Repeats are harmless.
 */
export async function sweepCredentials(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await inTransaction(ctx, async (tx) => {
    await tx.delete(sessions).where(lt(sessions.expiresAt, now));
    await tx.delete(apiTokens).where(or(lt(apiTokens.expiresAt, now), lt(apiTokens.revokedAt, before(REVOKED_DAYS))));
    const tokens = tx.select({ id: apiTokens.id }).from(apiTokens).where(eq(apiTokens.familyId, oauthCodes.familyId));
    await tx.delete(oauthCodes).where(and(lt(oauthCodes.expiresAt, before(1)), notExists(tokens)));
    await tx.delete(passwordResets).where(lt(passwordResets.expiresAt, before(1)));
    await tx.delete(totpSecrets).where(and(isNull(totpSecrets.confirmedAt), lt(totpSecrets.createdAt, before(1))));
    const settled = or(lt(invitations.acceptedAt, before(REVOKED_DAYS)), lt(invitations.revokedAt, before(REVOKED_DAYS)));
    await tx.delete(invitations).where(or(settled, lt(invitations.expiresAt, before(REVOKED_DAYS))));
    await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before(KEPT_DAYS)));
  });
}

import { and, eq, isNull } from "drizzle-orm";
import type { Deps } from "../../../context.ts";
import { apiTokens } from "../../../db/schema/credentials.ts";
import { audit } from "../../audit.ts";
import { callerCache } from "../caller-cache.ts";
import { inScopeOfSecret } from "../presented.ts";
import { endGrant, lockGrant, onBehalfOf } from "./grants.ts";

/**
 * Ends a token by showing it (RFC 7009): an access or refresh token ends its whole grant, which is how the extension signs out; an API token
 * ends itself. A token that is unknown or over is no error (section 2.2).
 */
export async function revokeToken(deps: Deps, secret: string): Promise<void> {
  const userId = await inScopeOfSecret(deps.database, "apiTokens", secret, async (tx, { orgId, hash }) => {
    const rows = await tx
      .select({ id: apiTokens.id, userId: apiTokens.userId, familyId: apiTokens.familyId })
      .from(apiTokens)
      .where(eq(apiTokens.tokenHash, hash));
    const token = rows[0];
    if (!token) return null;
    const now = deps.now();
    const ctx = onBehalfOf(deps, orgId, token.userId, token.id);
    if (token.familyId) {
      await lockGrant(tx, token.familyId);
      if (await endGrant(tx, token.familyId, now)) await audit(tx, ctx, { verb: "sign-out", noun: "oauth-grant", rowId: token.familyId });
    } else {
      const ended = await tx
        .update(apiTokens)
        .set({ revokedAt: now })
        .where(and(eq(apiTokens.id, token.id), isNull(apiTokens.revokedAt)))
        .returning({ id: apiTokens.id });
      if (ended.length > 0) await audit(tx, ctx, { verb: "revoke", noun: "token", rowId: token.id });
    }
    return token.userId;
  });
  if (userId) callerCache(deps.database).forget(userId);
}

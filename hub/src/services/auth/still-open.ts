import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { apiTokens, sessions } from "../../db/schema/credentials.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";

/** True while the way in that a request came by is good: its person is not disabled, and it was neither ended nor is it over. */
export async function isStillOpen(ctx: Ctx): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind === "system") return true;
  const now = ctx.now();
  const active = and(eq(users.id, actor.userId), isNull(users.disabledAt));
  return inTransaction(ctx, async (tx) => {
    const rows =
      actor.kind === "token"
        ? await tx
            .select({ id: apiTokens.id })
            .from(apiTokens)
            .innerJoin(users, eq(users.id, apiTokens.userId))
            .where(
              and(
                eq(apiTokens.id, actor.tokenId),
                isNull(apiTokens.revokedAt),
                or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
                active,
              ),
            )
        : await tx
            .select({ id: sessions.id })
            .from(sessions)
            .innerJoin(users, eq(users.id, sessions.userId))
            .where(and(eq(sessions.id, actor.sessionId ?? ""), gt(sessions.expiresAt, now), active));
    return rows.length > 0;
  });
}

import { eq, isNotNull, sql } from "drizzle-orm";
import type { Ctx } from "../../../context.ts";
import { passkeys, recoveryCodes, totpSecrets } from "../../../db/schema/accounts.ts";
import { users } from "../../../db/schema/users.ts";
import { inTransaction, withSystemEyes } from "../../../db/transaction.ts";
import { mayUser } from "../../../policies/user.ts";
import { audit } from "../../audit.ts";
import { authorise, found } from "../../authorise.ts";
import { callerCache } from "../caller-cache.ts";
import { endGrantsOf } from "../oauth/grants.ts";
import { endSessions } from "../sessions.ts";
import { signedInPerson } from "../signed-in-person.ts";

/** Whether somebody has a second factor; nothing of what it is made of. */
export interface SecondFactorOf {
  userId: string;
  totp: boolean;
  passkeys: number;
}

/** Who has a second factor: for the administrator who asks for one. */
export async function listSecondFactors(ctx: Ctx): Promise<SecondFactorOf[]> {
  authorise(mayUser(ctx.actor, "edit"), "Only an administrator sees this.");
  return inTransaction(ctx, (tx) =>
    withSystemEyes(tx, async () => {
      const codes = await tx.select({ userId: totpSecrets.userId }).from(totpSecrets).where(isNotNull(totpSecrets.confirmedAt));
      const keys = await tx
        .select({ userId: passkeys.userId, count: sql<number>`count(*)::int` })
        .from(passkeys)
        .groupBy(passkeys.userId);
      const all = new Map<string, SecondFactorOf>(codes.map(({ userId }) => [userId, { userId, totp: true, passkeys: 0 }]));
      for (const { userId, count } of keys) all.set(userId, { userId, totp: all.get(userId)?.totp ?? false, passkeys: count });
      return [...all.values()];
    }),
  );
}

/**
 * Takes away somebody's app, recovery codes and passkeys: their phone is lost. All their sessions and extensions end; they sign in by password and
 * set up anew.
 * @throws AppError `forbidden` for who is no administrator, and for tokens; `not-found`
 */
export async function resetSecondFactor(ctx: Ctx, userId: string): Promise<void> {
  authorise(mayUser(ctx.actor, "edit"), "Only an administrator may do this.");
  signedInPerson(ctx);
  await inTransaction(ctx, async (tx, ctx) => {
    found((await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update"))[0], "person");
    await withSystemEyes(tx, async () => {
      await tx.delete(totpSecrets).where(eq(totpSecrets.userId, userId));
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
      await tx.delete(passkeys).where(eq(passkeys.userId, userId));
    });
    await endSessions(tx, ctx, userId);
    await endGrantsOf(tx, userId, ctx.now());
    await audit(tx, ctx, { verb: "reset", noun: "second-factor", rowId: userId });
  });
  callerCache(ctx.database).forget(userId);
}

import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx, Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { passwordResets } from "../../../db/schema/accounts.ts";
import { users } from "../../../db/schema/users.ts";
import { audit } from "../../audit.ts";
import { parse } from "../../parse.ts";
import { callerCache } from "../caller-cache.ts";
import { clearAttempts } from "../limits.ts";
import { endGrantsOf } from "../oauth/grants.ts";
import { assertGoodPassword, newPasswordSchema } from "../password-rules.ts";
import { hashPassword } from "../passwords.ts";
import { inScopeOfSecret } from "../presented.ts";
import { endSessions } from "../sessions.ts";
import { accountLimit } from "../sign-in.ts";

export const finishResetSchema = z.object({ token: z.string().max(200), password: newPasswordSchema });

/** Whose password it is. @throws AppError `not-found`: unknown, used, replaced and over are one answer */
export async function lookAtReset(deps: Deps, token: string): Promise<{ email: string; name: string; expiresAt: Date }> {
  const facts = await inScopeOfSecret(deps.database, "passwordResets", token, async (tx, { hash }) => readOpen(tx, deps, hash));
  if (!facts) throw gone();
  const { email, name, expiresAt } = facts;
  return { email, name, expiresAt };
}

/**
 * Sets the new password. All sessions and extensions of the person end; nobody is signed in by it: a second factor is still asked for at the
 * sign-in that follows.
 * @throws AppError `not-found`, `invalid` at `/password`
 */
export async function finishReset(deps: Deps, input: z.input<typeof finishResetSchema>): Promise<void> {
  const { token, password } = parse(finishResetSchema, input);
  const facts = await lookAtReset(deps, token);
  assertGoodPassword(password, [facts.name, facts.email], "/password");
  const passwordHash = await hashPassword(password);
  const userId = await inScopeOfSecret(deps.database, "passwordResets", token, async (tx, { hash, orgId }) => {
    const reset = await readOpen(tx, deps, hash, { hold: true });
    if (!reset) return null;
    const { userId, role } = reset;
    await tx.delete(passwordResets).where(eq(passwordResets.id, reset.id));
    await tx.update(users).set({ passwordHash, updatedAt: deps.now() }).where(eq(users.id, userId));
    const ctx: Ctx = { ...deps, orgId, actor: { kind: "user", userId, role } };
    const sessions = await endSessions(tx, ctx, userId);
    await endGrantsOf(tx, userId, deps.now());
    await audit(tx, ctx, { verb: "finish", noun: "password-reset", rowId: userId, detail: { sessions } });
    return userId;
  });
  if (userId === null) throw gone();
  callerCache(deps.database).forget(userId);
  // Whoever tried wrong passwords before has the right one now.
  await clearAttempts(deps, [accountLimit, facts.email]);
}

/** @param options.hold of two that finish at once, the second waits and finds it used */
async function readOpen(tx: Tx, deps: Pick<Deps, "now">, hash: string, options: { hold?: boolean } = {}) {
  const query = tx
    .select({
      id: passwordResets.id,
      userId: passwordResets.userId,
      expiresAt: passwordResets.expiresAt,
      email: users.email,
      name: users.name,
      role: users.role,
    })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(and(eq(passwordResets.tokenHash, hash), gt(passwordResets.expiresAt, deps.now()), isNull(users.disabledAt)));
  return (await (options.hold ? query.for("update") : query))[0];
}

const gone = (): AppError => new AppError("not-found", "This link is not valid any more. Ask your administrator for a new one.");

import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx, Deps } from "../../context.ts";
import { sessions } from "../../db/schema/credentials.ts";
import { users } from "../../db/schema/users.ts";
import { inScope } from "../../db/transaction.ts";
import { hashSecret } from "../../secrets.ts";
import { audit } from "../audit.ts";
import { parse } from "../parse.ts";
import { networkOf, type Client } from "./client.ts";
import { clearAttempts, giveBack, takeAttempt, type Counted, type Limit } from "./limits.ts";
import { presentedPasswordSchema } from "./password-rules.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { startSession, type StartedSession } from "./sessions.ts";

/** Failed tries at one account, wherever they come from. Whoever is signed in already stays so. */
export const accountLimit: Limit = { name: "sign-in-account", max: 10, windowSeconds: 15 * 60 };
/** Failed tries from one address, at whatever accounts. Wide enough for an office behind one address. */
export const addressLimit: Limit = { name: "sign-in-address", max: 50, windowSeconds: 15 * 60 };

export const signInSchema = z.object({ email: z.string().max(320), password: presentedPasswordSchema });
export type SignIn = z.input<typeof signInSchema>;

/**
 * Signs in with e-mail address and password. An unknown address takes the same way as a known one: the same counters, one read, one
 * derivation, the same answer.
 * @param replaced the session cookie that the browser still holds: that session ends
 * @throws AppError `unauthenticated`, `rate-limited`
 */
export async function signIn(deps: Deps, input: SignIn, client: Client, replaced?: string): Promise<StartedSession> {
  const { email, password } = parse(signInSchema, input);
  const address = normaliseAddress(email) ?? email.trim().toLowerCase();
  const byAccount: Counted = [accountLimit, address];
  const byAddress: Counted = [addressLimit, networkOf(client.address)];
  await takeAttempt(deps, byAccount, byAddress);

  const user = await findByEmail(deps, address);
  const { matches, outdated } = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !matches) throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
  if (user.disabledAt) throw new AppError("unauthenticated", "This account is disabled. Ask your administrator.");

  await giveBack(deps, byAddress);
  await clearAttempts(deps, byAccount);
  const newHash = outdated ? await hashPassword(password) : null;
  const ctx: Ctx = { ...deps, orgId: user.orgId, actor: { kind: "user", userId: user.id, role: user.role } };
  return inScope(deps.database, { orgId: user.orgId }, async (tx) => {
    // The derivation took its time: a password that was changed, or an account that was disabled meanwhile, begins nothing.
    const stillRight = and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash), isNull(users.disabledAt));
    const still = await tx
      .select({ id: users.id })
      .from(users)
      .where(stillRight)
      .for(newHash ? "update" : "share");
    if (still.length === 0) throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
    if (newHash) await tx.update(users).set({ passwordHash: newHash }).where(eq(users.id, user.id));
    if (replaced) await tx.delete(sessions).where(eq(sessions.tokenHash, hashSecret(replaced)));
    const { id, secret } = await startSession(tx, ctx, user.id, client.userAgent);
    await audit(tx, ctx, { verb: "sign-in", noun: "session", rowId: id });
    return { ctx: { ...ctx, actor: { kind: "user", userId: user.id, role: user.role, sessionId: id } }, secret };
  });
}

/** The account with this address in the whole installation; row security shows this one row. */
async function findByEmail(deps: Deps, email: string) {
  const columns = { id: users.id, orgId: users.orgId, role: users.role, passwordHash: users.passwordHash, disabledAt: users.disabledAt };
  const rows = await inScope(deps.database, { presented: email }, (tx) => tx.select(columns).from(users).where(eq(users.email, email)));
  return rows[0];
}

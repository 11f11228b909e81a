import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import { inScope } from "../../db/transaction.ts";
import { parse } from "../parse.ts";
import { networkOf, type Client } from "./client.ts";
import { clearAttempts, giveBack, takeAttempt, type Counted, type Limit } from "./limits.ts";
import { presentedPasswordSchema } from "./password-rules.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { noteRefusal } from "./refusals.ts";
import { readFactors, secondSteps, type SecondStep } from "./second-factor/standing.ts";
import { issueSecondStep } from "./second-factor/second-step-ticket.ts";
import { enter, type StartedSession } from "./sessions.ts";

/** Failed tries at one account, wherever they come from. Whoever is signed in already stays so. */
export const accountLimit: Limit = { name: "sign-in-account", max: 10, windowSeconds: 15 * 60 };
/** Failed tries from one address, at whatever accounts. Wide enough for an office behind one address. */
export const addressLimit: Limit = { name: "sign-in-address", max: 50, windowSeconds: 15 * 60 };

export const signInSchema = z.object({ email: z.string().max(320), password: presentedPasswordSchema });
export type SignIn = z.input<typeof signInSchema>;

/** A person is in, or has a second step to go: the ticket goes with it. */
export type SignInOutcome = { session: StartedSession } | { secondStep: { ticket: string; steps: SecondStep[] } };

/**
 * Signs in with e-mail address and password. An unknown address takes the same way as a known one: the same counters, one read, one
 * derivation, the same answer.
 * @param replaced the session cookie that the browser still holds: that session ends
 * @throws AppError `unauthenticated`, `rate-limited`
 */
export async function signIn(deps: Deps, input: SignIn, client: Client, replaced?: string): Promise<SignInOutcome> {
  const { email, password } = parse(signInSchema, input);
  const address = normaliseAddress(email) ?? email.trim().toLowerCase();
  const byAccount: Counted = [accountLimit, address];
  const byAddress: Counted = [addressLimit, networkOf(client.address)];
  await takeAttempt(deps, byAccount, byAddress);

  const user = await findByEmail(deps, address);
  const { matches, outdated } = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !matches) {
    if (user) noteRefusal(deps, user, "password");
    throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
  }
  if (user.disabledAt) {
    noteRefusal(deps, user, "disabled");
    throw new AppError("unauthenticated", "This account is disabled. Ask your administrator.");
  }

  await giveBack(deps, byAddress);
  await clearAttempts(deps, byAccount);
  const newHash = outdated ? await hashPassword(password) : null;
  return inScope(deps.database, { orgId: user.orgId, principals: [`user:${user.id}`] }, async (tx) => {
    await assertUnchanged(tx, user, { hold: newHash ? "update" : "share" });
    if (newHash) await tx.update(users).set({ passwordHash: newHash }).where(eq(users.id, user.id));
    const steps = secondSteps(await readFactors(tx, user));
    if (steps.length > 0) {
      const ticket = issueSecondStep(deps, { orgId: user.orgId, userId: user.id, passwordHash: newHash ?? user.passwordHash });
      return { secondStep: { ticket, steps } };
    }
    return { session: await enter(tx, deps, user, { client, method: "password", replaced }) };
  });
}

/**
 * The derivation took its time: a password that was changed, or an account that was disabled meanwhile, begins nothing.
 * @throws AppError `unauthenticated`
 */
async function assertUnchanged(tx: Tx, user: { id: string; passwordHash: string }, options: { hold: "update" | "share" }): Promise<void> {
  const still = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash), isNull(users.disabledAt)))
    .for(options.hold);
  if (still.length === 0) throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
}

/** The account with this address in the whole installation; row security shows this one row. */
async function findByEmail(deps: Deps, email: string) {
  const columns = { id: users.id, orgId: users.orgId, role: users.role, passwordHash: users.passwordHash, disabledAt: users.disabledAt };
  const rows = await inScope(deps.database, { presented: email }, (tx) => tx.select(columns).from(users).where(eq(users.email, email)));
  return rows[0];
}

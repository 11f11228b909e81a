import { eq } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../../context.ts";
import { recoveryCodes, totpSecrets } from "../../../db/schema/accounts.ts";
import { organizations } from "../../../db/schema/organizations.ts";
import { users } from "../../../db/schema/users.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { seal } from "../../../secrets.ts";
import { audit } from "../../audit.ts";
import { found } from "../../authorise.ts";
import { parse } from "../../parse.ts";
import { assertConfirmed, readConfirmation, strengthenSession, type Confirmation } from "./confirmed.ts";
import { clearCodeAttempts, takeCodeAttempt } from "./limits.ts";
import { renewRecoveryCodes } from "./recovery-codes.ts";
import { codeSchema } from "./second-step.ts";
import { base32, newTotpSecret, totpUri } from "./totp.ts";
import { totpPlace, spendTotpCode } from "./spend-code.ts";

/** How the caller's second factor stands, and whether this session may change it now. */
export const getConfirmation = (ctx: Ctx): Promise<Confirmation> => inTransaction(ctx, readConfirmation);

/**
 * Begins with the app: a secret that counts from its first right code on. Beginning again replaces one that was not finished.
 * @returns the secret as the app takes it: scanned (`uri`) or typed
 * @throws AppError `forbidden`, `conflict` when there is an app already
 */
export async function beginTotp(ctx: Ctx): Promise<{ secret: string; uri: string }> {
  const secret = newTotpSecret();
  return inTransaction(ctx, async (tx, ctx) => {
    const { userId, factors } = await assertConfirmed(tx, ctx);
    if (factors.totp) throw new AppError("conflict", "There is an app already. Remove it before you set up another.");
    const [person] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
    const [organization] = await tx.select({ name: organizations.name }).from(organizations).where(eq(organizations.id, ctx.orgId));
    const row = {
      sealed: seal(ctx.keys, totpPlace(userId), secret.toString("base64")),
      confirmedAt: null,
      lastStep: 0,
      createdAt: ctx.now(),
    };
    await tx
      .insert(totpSecrets)
      .values({ userId, orgId: ctx.orgId, ...row })
      .onConflictDoUpdate({ target: totpSecrets.userId, set: row });
    const issuer = `Kronika: ${found(organization, "organisation").name}`.slice(0, 80);
    return { secret: base32(secret), uri: totpUri(secret, found(person, "person").email, issuer) };
  });
}

export const confirmTotpSchema = z.object({ code: codeSchema });

/**
 * The first code of the app: from now on it is asked for at sign-in.
 * @returns the recovery codes, shown once
 * @throws AppError `forbidden`, `invalid` at `/code`, `conflict`, `rate-limited`
 */
export async function finishTotp(ctx: Ctx, input: z.input<typeof confirmTotpSchema>): Promise<{ recoveryCodes: string[] }> {
  const { code } = parse(confirmTotpSchema, input);
  const userId = await inTransaction(ctx, async (tx, ctx) => (await assertConfirmed(tx, ctx)).userId);
  await takeCodeAttempt(ctx, userId);
  const codes = await inTransaction(ctx, async (tx, ctx) => {
    const { sessionId, factors } = await assertConfirmed(tx, ctx);
    if (factors.totp) throw new AppError("conflict", "There is an app already.");
    if (!(await spendTotpCode(tx, ctx, userId, code, { unconfirmed: true }))) throw wrongCode();
    const codes = await renewRecoveryCodes(tx, ctx, userId);
    await strengthenSession(tx, ctx, sessionId, "password+totp");
    await audit(tx, ctx, { verb: "add", noun: "totp", rowId: userId });
    return codes;
  });
  await clearCodeAttempts(ctx, userId);
  return { recoveryCodes: codes };
}

/** New recovery codes; the old ones are void. @throws AppError `forbidden`, `conflict` without an app */
export async function newRecoveryCodes(ctx: Ctx): Promise<{ recoveryCodes: string[] }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { userId, factors } = await assertConfirmed(tx, ctx);
    if (!factors.totp) throw new AppError("conflict", "Recovery codes stand in for the app. Set up the app first.");
    const codes = await renewRecoveryCodes(tx, ctx, userId);
    await audit(tx, ctx, { verb: "renew", noun: "recovery-codes", rowId: userId });
    return { recoveryCodes: codes };
  });
}

/**
 * Removes the app and its recovery codes.
 * @throws AppError `forbidden`, `not-found`, `conflict` when the organisation asks for a second factor and there is no other
 */
export async function removeTotp(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const { userId, factors } = await assertConfirmed(tx, ctx);
    if (!factors.totp) throw new AppError("not-found", "There is no app to remove.");
    if (factors.required && factors.passkeys === 0)
      throw new AppError("conflict", "Your company asks for a second factor. Add a passkey before you remove the app.");
    await tx.delete(totpSecrets).where(eq(totpSecrets.userId, userId));
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await audit(tx, ctx, { verb: "remove", noun: "totp", rowId: userId });
  });
}

const wrongCode = (): AppError =>
  new AppError("invalid", "This code is not right.", { fields: [{ pointer: "/code", message: "is not the code that the app shows" }] });

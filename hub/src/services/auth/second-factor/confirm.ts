import { eq } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../../context.ts";
import { passkeys } from "../../../db/schema/accounts.ts";
import type { SignInMethod } from "../../../db/schema/credentials.ts";
import { users } from "../../../db/schema/users.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { audit } from "../../audit.ts";
import { found } from "../../authorise.ts";
import { parse } from "../../parse.ts";
import { clearAttempts, takeAttempt, type Limit } from "../limits.ts";
import { presentedPasswordSchema } from "../password-rules.ts";
import { verifyPassword } from "../passwords.ts";
import { assertionSchema } from "../passkeys/relying-party.ts";
import { passkeyQuestion, provePasskey } from "../passkeys/sign-in.ts";
import { openTicket, spendTicket, ticketOver } from "../tickets.ts";
import { personOfSession, readConfirmation, strengthenSession } from "./confirmed.ts";
import { clearCodeAttempts, takeCodeAttempt } from "./limits.ts";
import { codeSchema } from "./second-step.ts";
import { spendCode } from "./spend-code.ts";

/** Tries at the password by whoever holds a session: a stolen cookie must not find it out. */
const passwordLimit: Limit = { name: "confirm-password", max: 10, windowSeconds: 15 * 60 };

export const confirmSchema = z.union([
  z.object({ password: presentedPasswordSchema }),
  z.object({ code: codeSchema }),
  z.object({ passkey: z.object({ ticket: z.string().max(2000), response: assertionSchema }) }),
]);

const ticketSchema = z.object({ challenge: z.string(), userId: z.uuid() });

/** What the browser is asked when the person confirms with a passkey. */
export async function beginPasskeyConfirmation(ctx: Ctx) {
  const { userId } = personOfSession(ctx);
  const own = await inTransaction(ctx, (tx) => tx.select().from(passkeys).where(eq(passkeys.userId, userId)));
  if (own.length === 0) throw new AppError("conflict", "You have no passkey.");
  return passkeyQuestion(ctx, { own, data: { userId } });
}

/**
 * The person shows once more that it is them, with the strongest thing they have; for ten minutes ways in may be changed.
 * @throws AppError `invalid` at the field, `unauthenticated` for a passkey, `forbidden` when something stronger is asked, `rate-limited`
 */
export async function confirm(ctx: Ctx, input: z.input<typeof confirmSchema>): Promise<void> {
  const proof = parse(confirmSchema, input);
  const { userId, by } = await inTransaction(ctx, readConfirmation);
  const assertAsked = (asked: boolean) => {
    if (!asked) throw new AppError("forbidden", `Confirm with one of: ${by.join(", ") || "a new sign-in"}.`);
  };
  let method: SignInMethod = "password";
  if ("password" in proof) {
    assertAsked(by.includes("password"));
    await checkPassword(ctx, userId, proof.password);
  } else if ("code" in proof) {
    assertAsked(by.includes("totp"));
    await takeCodeAttempt(ctx, userId);
  } else {
    assertAsked(by.includes("passkey"));
  }
  const ticket = "passkey" in proof ? openTicket(ctx, "passkey-sign-in", proof.passkey.ticket, ticketSchema) : null;
  if ("passkey" in proof) {
    if (ticket?.data.userId !== userId) throw ticketOver();
    await spendTicket(ctx, ticket);
  }
  await inTransaction(ctx, async (tx, ctx) => {
    // Asked again inside: the session may have ended meanwhile.
    const { sessionId } = await readConfirmation(tx, ctx);
    if ("code" in proof) {
      const kind = await spendCode(tx, ctx, userId, proof.code);
      if (kind === null)
        throw new AppError("invalid", "This code is not right, or was used already.", {
          fields: [{ pointer: "/code", message: "is not right, or was used already" }],
        });
      method = `password+${kind}`;
    } else if ("passkey" in proof && ticket) {
      await provePasskey(tx, ctx, { userId, response: proof.passkey.response, challenge: ticket.data.challenge });
      method = "password+passkey";
    }
    await strengthenSession(tx, ctx, sessionId, method);
    await audit(tx, ctx, { verb: "confirm", noun: "session", rowId: sessionId, detail: { method } });
  });
  if ("code" in proof) await clearCodeAttempts(ctx, userId);
}

async function checkPassword(ctx: Ctx, userId: string, password: string): Promise<void> {
  await takeAttempt(ctx, [passwordLimit, userId]);
  const hash = await inTransaction(ctx, async (tx) => {
    const rows = await tx.select({ hash: users.passwordHash }).from(users).where(eq(users.id, userId));
    return found(rows[0], "person").hash;
  });
  if (!(await verifyPassword(password, hash)).matches)
    throw new AppError("invalid", "The password is not right.", { fields: [{ pointer: "/password", message: "is not right" }] });
  await clearAttempts(ctx, [passwordLimit, userId]);
}

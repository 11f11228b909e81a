import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { safeText } from "@kronika/core/interactions/common.ts";
import type { Ctx } from "../../../context.ts";
import { passkeys } from "../../../db/schema/accounts.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { audit } from "../../audit.ts";
import { found } from "../../authorise.ts";
import { parse } from "../../parse.ts";
import { assertConfirmed, personOfSession } from "../second-factor/confirmed.ts";
import type { PasskeyRow } from "./relying-party.ts";

/** The caller's passkeys, newest first. */
export async function listPasskeys(ctx: Ctx): Promise<PasskeyRow[]> {
  const { userId } = personOfSession(ctx);
  return inTransaction(ctx, (tx) => tx.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(desc(passkeys.id)));
}

export const renamePasskeySchema = z.object({ name: safeText(100).trim().min(1, "must not be empty") });

/** @throws AppError `not-found`, also for somebody else's */
export async function renamePasskey(ctx: Ctx, id: string, input: z.input<typeof renamePasskeySchema>): Promise<PasskeyRow> {
  const { userId } = personOfSession(ctx);
  const { name } = parse(renamePasskeySchema, input);
  return inTransaction(ctx, async (tx) => {
    const mine = and(eq(passkeys.id, id), eq(passkeys.userId, userId));
    return found((await tx.update(passkeys).set({ name }).where(mine).returning())[0], "passkey");
  });
}

/**
 * Removes one of the caller's passkeys.
 * @throws AppError `not-found`, also for somebody else's; `conflict` when it is the last second factor and the organisation asks for one
 */
export async function removePasskey(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const { userId, factors } = await assertConfirmed(tx, ctx);
    const mine = and(eq(passkeys.id, id), eq(passkeys.userId, userId));
    found((await tx.select({ id: passkeys.id }).from(passkeys).where(mine).for("update"))[0], "passkey");
    if (factors.required && !factors.totp && factors.passkeys <= 1)
      throw new AppError("conflict", "Your company asks for a second factor. Add another one before you remove this.");
    await tx.delete(passkeys).where(mine);
    await audit(tx, ctx, { verb: "remove", noun: "passkey", rowId: id });
  });
}

import { eq } from "drizzle-orm";
import type { Ctx } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { totpSecrets } from "../../../db/schema/accounts.ts";
import { unseal } from "../../../secrets.ts";
import { spendRecoveryCode } from "./recovery-codes.ts";
import { matchingStep } from "./totp.ts";

/** Where a person's secret is sealed for. */
export const totpPlace = (userId: string): string => `totp_secrets|sealed|${userId}`;

type CodeCtx = Pick<Ctx, "keys" | "now">;

/**
 * Uses up the code that the app shows: the row is held, so that of two equal codes that come at once one is refused (RFC 6238 section 5.2).
 * @param options.unconfirmed the app is being set up: its first code counts too
 */
export async function spendTotpCode(
  tx: Tx,
  ctx: CodeCtx,
  userId: string,
  code: string,
  options: { unconfirmed?: boolean } = {},
): Promise<boolean> {
  const rows = await tx.select().from(totpSecrets).where(eq(totpSecrets.userId, userId)).for("update");
  const row = rows[0];
  if (!row || (row.confirmedAt === null && !options.unconfirmed)) return false;
  const secret = Buffer.from(unseal(ctx.keys, totpPlace(userId), row.sealed), "base64");
  const step = matchingStep(secret, code.replaceAll(/\s/g, ""), ctx.now(), row.lastStep);
  if (step === null) return false;
  await tx
    .update(totpSecrets)
    .set({ lastStep: step, confirmedAt: row.confirmedAt ?? ctx.now() })
    .where(eq(totpSecrets.userId, userId));
  return true;
}

/** A code of the app or, written on paper, one of the recovery codes. @returns which it was; null when it is neither */
export async function spendCode(tx: Tx, ctx: CodeCtx, userId: string, code: string): Promise<"totp" | "recovery" | null> {
  if (await spendTotpCode(tx, ctx, userId, code)) return "totp";
  return (await spendRecoveryCode(tx, userId, code)) ? "recovery" : null;
}

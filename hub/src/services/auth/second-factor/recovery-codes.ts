import { createHmac, randomInt } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { newId } from "../../../db/ids.ts";
import { recoveryCodes } from "../../../db/schema/accounts.ts";

const COUNT = 10;
const GROUPS = 4;
/** Crockford's: no letter that is read as a digit. 16 characters of 32 are 80 bits. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const newCode = (): string =>
  Array.from({ length: GROUPS }, () => Array.from({ length: 4 }, () => ALPHABET[randomInt(32)]).join("")).join("-");

/** As it was typed from paper: other case, other dashes, o for 0, i and l for 1. Null when it cannot be one. */
export function plainRecoveryCode(text: string): string | null {
  const plain = text
    .toLowerCase()
    .replaceAll(/[\s\-–—]/g, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1");
  return /^[0-9a-hjkmnp-tv-z]{16}$/.test(plain) ? plain : null;
}

/** Bound to the person: equal codes of two people have nothing in common. 80 random bits need no slow hash. */
const hashOf = (userId: string, plain: string): string => createHmac("sha256", `recovery|${userId}`).update(plain).digest("hex");

/**
 * Gives a person ten new codes; older ones are void.
 * @returns the codes, `xxxx-xxxx-xxxx-xxxx`: they are shown once and kept nowhere
 */
export async function renewRecoveryCodes(tx: Tx, ctx: Pick<Ctx, "orgId" | "now">, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(
    codes.map((code) => ({
      id: newId(),
      orgId: ctx.orgId,
      userId,
      codeHash: hashOf(userId, code.replaceAll("-", "")),
      createdAt: ctx.now(),
    })),
  );
  return codes;
}

/** Uses a code up. @returns false when it is none of this person's; of two that come at once, one is true */
export async function spendRecoveryCode(tx: Tx, userId: string, text: string): Promise<boolean> {
  const plain = plainRecoveryCode(text);
  if (plain === null) return false;
  const used = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, hashOf(userId, plain))))
    .returning({ id: recoveryCodes.id });
  return used.length > 0;
}

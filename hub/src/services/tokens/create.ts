import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { safeText } from "@kronika/core/interactions/common.ts";
import type { Ctx, Role } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { apiTokens } from "../../db/schema/credentials.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayGiveScope } from "../../policies/token.ts";
import { hashSecret, newSecret } from "../../secrets.ts";
import { audit } from "../audit.ts";
import { signedInPerson } from "../auth/signed-in-person.ts";
import { parse } from "../parse.ts";
import { tokenScopes, type TokenScope } from "./scopes.ts";

export const createTokenSchema = z.object({
  name: safeText(100).trim().min(1, "must not be empty"),
  scopes: z.array(z.enum(tokenScopes)).min(1, "must hold at least one scope").max(tokenScopes.length),
});
export type CreateToken = z.input<typeof createTokenSchema>;

/**
 * Makes a token for a program of the person who is signed in. Its secret is in the answer and nowhere else.
 * @throws AppError `forbidden` for a token's own call, `invalid` for a scope beyond the person's role
 */
export async function createToken(ctx: Ctx, input: CreateToken): Promise<{ id: string; token: string }> {
  const { userId, role } = signedInPerson(ctx);
  const { name, scopes } = parse(createTokenSchema, input);
  assertScopes(role, scopes);
  return inTransaction(ctx, async (tx, ctx) => insertToken(tx, ctx, { userId, name, scopes }));
}

/** @throws AppError `invalid` */
export function assertScopes(role: Role, scopes: readonly TokenScope[]): void {
  const beyond = scopes.findIndex((scope) => !mayGiveScope(role, scope));
  if (beyond >= 0) {
    throw new AppError("invalid", "Some fields are not right.", {
      fields: [{ pointer: `/scopes/${beyond}`, message: "is for administrators only" }],
    });
  }
}

/** The row, its trail and its secret. */
export async function insertToken(
  tx: Tx,
  ctx: Ctx,
  { userId, name, scopes }: { userId: string; name: string; scopes: readonly TokenScope[] },
) {
  const [id, token] = [newId(), newSecret("kro_api")];
  const granted = [...new Set(scopes)];
  await tx
    .insert(apiTokens)
    .values({ id, orgId: ctx.orgId, userId, kind: "api", name, tokenHash: hashSecret(token), scopes: granted, createdAt: ctx.now() });
  await audit(tx, ctx, { verb: "create", noun: "token", rowId: id, detail: { userId, scopes: granted } });
  return { id, token };
}

import { eq } from "drizzle-orm";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { AppError } from "@kronika/core/errors.ts";
import { systemContext, type Deps } from "../../context.ts";
import { users } from "../../db/schema/users.ts";
import { inScope, inTransaction } from "../../db/transaction.ts";
import { parse } from "../parse.ts";
import { assertScopes, createTokenSchema, insertToken } from "./create.ts";
import type { TokenScope } from "./scopes.ts";

/**
 * Makes a token for anybody, for whoever has the data folder or the database (`kronika token create`).
 * @param input.scopes everything that the person may do unless given
 * @throws AppError `not-found` when nobody has this address, `conflict` when the account is disabled, `invalid`
 */
export async function createTokenForCli(
  deps: Deps,
  input: { email: string; name?: string; scopes?: readonly string[] },
): Promise<{ id: string; token: string }> {
  const email = normaliseAddress(input.email);
  const columns = { id: users.id, orgId: users.orgId, role: users.role, disabledAt: users.disabledAt };
  const rows = email
    ? await inScope(deps.database, { presented: email }, (tx) => tx.select(columns).from(users).where(eq(users.email, email)))
    : [];
  const user = rows[0];
  if (!user) throw new AppError("not-found", "Nobody has an account with this e-mail address.");
  if (user.disabledAt) throw new AppError("conflict", "This account is disabled.");
  const everything: TokenScope[] = user.role === "admin" ? ["read", "write", "admin"] : ["read", "write"];
  const { name, scopes } = parse(createTokenSchema, { name: input.name ?? "command line", scopes: input.scopes ?? everything });
  assertScopes(user.role, scopes);
  const ctx = systemContext(deps, user.orgId, "cli");
  return inTransaction(ctx, async (tx, ctx) => insertToken(tx, ctx, { userId: user.id, name, scopes }));
}

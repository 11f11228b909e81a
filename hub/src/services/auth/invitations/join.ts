import { and, inArray, isNull } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx, Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { newId } from "../../../db/ids.ts";
import { memberships, teams } from "../../../db/schema/rights.ts";
import { users } from "../../../db/schema/users.ts";
import { audit } from "../../audit.ts";
import { assertOwnAddresses } from "../../users/addresses.ts";

/** In the place of a hash for who signs in by other ways: no password derives to it. */
export const NO_PASSWORD = "-";

/** Who joins, and with what. */
export interface Newcomer {
  email: string;
  name: string;
  role: "admin" | "manager" | "rep";
  language: "sk" | "en";
  teamIds: readonly string[];
  passwordHash: string;
  /** How they came: in the trail. */
  by: "invitation" | "sso";
}

/**
 * Makes the account of somebody who was invited, or whom the company's own sign-in vouches for, in the transaction that found that out. Teams
 * that are gone meanwhile are left out.
 * @throws AppError `conflict` when somebody has the address
 */
export async function join(
  tx: Tx,
  deps: Deps & { orgId: string },
  newcomer: Newcomer,
): Promise<{ id: string; orgId: string; role: Newcomer["role"] }> {
  const { email, name, role, language, teamIds, passwordHash, by } = newcomer;
  const { orgId } = deps;
  const [id, now] = [newId(), deps.now()];
  await assertOwnAddresses(tx, id, { email });
  const made = await tx
    .insert(users)
    .values({ id, orgId, email, name, role, language, passwordHash, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning({ id: users.id });
  // Of another organisation of this installation: only the unique index knows.
  if (made.length === 0) throw new AppError("conflict", "Somebody has an account with this e-mail address already.");
  const joined =
    teamIds.length === 0
      ? []
      : await tx
          .select({ id: teams.id })
          .from(teams)
          .where(and(inArray(teams.id, [...teamIds]), isNull(teams.archivedAt)));
  if (joined.length > 0)
    await tx.insert(memberships).values(joined.map((team) => ({ orgId, teamId: team.id, userId: id, createdAt: now })));
  const ctx: Ctx = { ...deps, actor: { kind: "user", userId: id, role } };
  await audit(tx, ctx, { verb: "create", noun: "user", rowId: id, detail: { role, by, teams: joined.map((team) => team.id) } });
  return { id, orgId, role };
}

import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { memberships } from "../../db/schema/rights.ts";
import { users } from "../../db/schema/users.ts";

/** Replaces who is in a team. @returns everybody who came or went @throws AppError `invalid` naming the id that is no active person */
export async function setMembers(tx: Tx, ctx: Ctx, teamId: string, memberIds: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(memberIds)];
  const known =
    wanted.length === 0
      ? []
      : await tx
          .select({ id: users.id })
          .from(users)
          .where(and(inArray(users.id, wanted), isNull(users.disabledAt)));
  const fields = memberIds.flatMap((id, i) =>
    known.some((row) => row.id === id) ? [] : [{ pointer: `/memberIds/${i}`, message: "is no person of this organisation" }],
  );
  if (fields.length > 0) throw new AppError("invalid", "Some fields are not right.", { fields });
  const gone = await tx
    .delete(memberships)
    .where(and(eq(memberships.teamId, teamId), ...(wanted.length > 0 ? [notInArray(memberships.userId, wanted)] : [])))
    .returning({ id: memberships.userId });
  const come =
    wanted.length === 0
      ? []
      : await tx
          .insert(memberships)
          .values(wanted.map((userId) => ({ orgId: ctx.orgId, teamId, userId, createdAt: ctx.now() })))
          .onConflictDoNothing()
          .returning({ id: memberships.userId });
  return [...gone, ...come].map(({ id }) => id);
}

import { and, eq, isNull, ne } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { apiTokens } from "../../db/schema/credentials.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayUser } from "../../policies/user.ts";
import { audit } from "../audit.ts";
import { callerCache } from "../auth/caller-cache.ts";
import { endGrantsOf } from "../auth/oauth/grants.ts";
import { assertGoodPassword } from "../auth/password-rules.ts";
import { hashPassword } from "../auth/passwords.ts";
import { endSessions } from "../auth/sessions.ts";
import { authorise, found } from "../authorise.ts";
import { readOrganization } from "../organizations/get.ts";
import { parse } from "../parse.ts";
import { assertOwnAddresses, namingTakenEmail } from "./addresses.ts";
import { getUser, toPerson, type Person } from "./list.ts";
import { updateUserSchema, type UpdateUser } from "./schemas.ts";

/**
 * Changes a person, as administrator. Disabling ends every way in; a new password or e-mail address ends sessions and extensions. The
 * organisation keeps at least one administrator who can sign in.
 * @throws AppError `forbidden`, `not-found`, `invalid`, `conflict`
 */
export async function updateUser(ctx: Ctx, id: string, input: UpdateUser): Promise<Person> {
  authorise(mayUser(ctx.actor, "edit"), "Only an administrator may change people.");
  const { password, disabled, ...fields } = parse(updateUserSchema, input);
  const passwordHash = password === undefined ? undefined : await newHash(ctx, id, password, fields);
  const person = await namingTakenEmail(() =>
    inTransaction(ctx, async (tx, ctx) => {
      // Held: two administrators who demote each other do it one after the other, and the second is told.
      await readOrganization(tx, ctx, { hold: true });
      const before = found((await tx.select().from(users).where(eq(users.id, id)).for("update"))[0], "person");
      if (disabled === true && id === actingUserId(ctx)) throw new AppError("conflict", "You cannot disable your own account.");
      await assertAdministratorStays(tx, id, { role: fields.role ?? before.role, disabled: disabled ?? before.disabledAt !== null });
      await assertOwnAddresses(tx, id, fields);
      const disabledAt = disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? ctx.now()) : null;
      const rows = await tx
        .update(users)
        .set({ ...fields, ...(passwordHash ? { passwordHash } : {}), disabledAt, updatedAt: ctx.now() })
        .where(eq(users.id, id))
        .returning();
      if (disabledAt || passwordHash || (fields.email && fields.email !== before.email)) await endWaysIn(tx, ctx, id, disabledAt !== null);
      await audit(tx, ctx, {
        verb: "edit",
        noun: "user",
        rowId: id,
        detail: { fields: Object.keys(input), ...(fields.role ? { role: fields.role } : {}), disabled },
      });
      return toPerson(found(rows[0], "person"));
    }),
  );
  callerCache(ctx.database).forget(id);
  return person;
}

async function newHash(
  ctx: Ctx,
  id: string,
  password: string,
  fields: { name?: string | undefined; email?: string | undefined },
): Promise<string> {
  const { name, email } = await getUser(ctx, id);
  assertGoodPassword(password, [name, email, fields.name ?? "", fields.email ?? ""], "/password");
  return hashPassword(password);
}

async function assertAdministratorStays(tx: Tx, id: string, after: { role: string; disabled: boolean }): Promise<void> {
  if (after.role === "admin" && !after.disabled) return;
  const others = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt), ne(users.id, id)))
    .limit(1);
  if (others.length === 0) throw new AppError("conflict", "This is the only administrator. Make somebody else an administrator first.");
}

async function endWaysIn(tx: Tx, ctx: Ctx, userId: string, all: boolean): Promise<void> {
  const { actor } = ctx;
  // An administrator who gives themselves a new password stays where they are.
  await endSessions(tx, ctx, userId, actor.kind === "user" && actor.userId === userId ? actor.sessionId : undefined);
  await endGrantsOf(tx, userId, ctx.now());
  if (all)
    await tx
      .update(apiTokens)
      .set({ revokedAt: ctx.now() })
      .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)));
}

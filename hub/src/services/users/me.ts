import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayUser } from "../../policies/user.ts";
import { audit } from "../audit.ts";
import { callerCache } from "../auth/caller-cache.ts";
import { clearAttempts, takeAttempt, type Limit } from "../auth/limits.ts";
import { endGrantsOf } from "../auth/oauth/grants.ts";
import { assertGoodPassword } from "../auth/password-rules.ts";
import { hashPassword, verifyPassword } from "../auth/passwords.ts";
import { endSessions } from "../auth/sessions.ts";
import { signedInPerson } from "../auth/signed-in-person.ts";
import { authorise, found } from "../authorise.ts";
import { readOrganization, type OrganizationRow } from "../organizations/get.ts";
import { parse } from "../parse.ts";
import { toPerson, type Person } from "./list.ts";
import { updateMeSchema, type UpdateMe } from "./schemas.ts";

/** The caller and their organisation. */
export interface Me {
  user: Person;
  organization: OrganizationRow;
  /** The organisation asks for a second factor that this session has not shown. */
  secondFactorDue: boolean;
}

/** Tries at the current password by whoever holds a session: a stolen cookie must not find out the password. */
const changeLimit: Limit = { name: "change-password", max: 10, windowSeconds: 15 * 60 };

/** @throws AppError `forbidden` for the system, which is no person */
export async function getMe(ctx: Ctx): Promise<Me> {
  return inTransaction(ctx, async (tx, ctx) => ({
    user: toPerson(await readSelf(tx, ctx)),
    organization: await readOrganization(tx, ctx),
    secondFactorDue: isDue(ctx),
  }));
}

/**
 * Changes the caller's own name, language, password. A new password needs the current one and ends every other session and all extensions;
 * tokens made for programs stay.
 * @throws AppError `invalid` at `/password/current`, `rate-limited`, `forbidden` when a token wants to change the password
 */
export async function updateMe(ctx: Ctx, input: UpdateMe): Promise<Me> {
  authorise(mayUser(ctx.actor, "edit-own"));
  const { password, ...fields } = parse(updateMeSchema, input);
  const changed = password ? await changePassword(ctx, password) : null;
  const me = await inTransaction(ctx, async (tx, ctx) => {
    const before = await readSelf(tx, ctx, { hold: true });
    if (changed && before.passwordHash !== changed.replaced) throw new AppError("conflict", "The password was changed in the meantime.");
    const rows = await tx
      .update(users)
      .set({ ...fields, ...(changed ? { passwordHash: changed.hash } : {}), updatedAt: ctx.now() })
      .where(eq(users.id, before.id))
      .returning();
    if (changed) {
      await endSessions(tx, ctx, before.id, changed.sessionId);
      await endGrantsOf(tx, before.id, ctx.now());
    }
    await audit(tx, ctx, { verb: "edit", noun: "user", rowId: before.id, detail: { fields: Object.keys(input) } });
    return { user: toPerson(found(rows[0], "person")), organization: await readOrganization(tx, ctx), secondFactorDue: isDue(ctx) };
  });
  if (changed) callerCache(ctx.database).forget(me.user.id);
  return me;
}

/** Both derivations happen outside the transaction: they take their time, and no row is held meanwhile. */
async function changePassword(ctx: Ctx, password: { current: string; new: string }) {
  const { userId, sessionId } = signedInPerson(ctx);
  await takeAttempt(ctx, [changeLimit, userId]);
  const self = await inTransaction(ctx, readSelf);
  const { matches } = await verifyPassword(password.current, self.passwordHash);
  if (!matches)
    throw new AppError("invalid", "The current password is not right.", {
      fields: [{ pointer: "/password/current", message: "is not right" }],
    });
  await clearAttempts(ctx, [changeLimit, userId]);
  assertGoodPassword(password.new, [self.name, self.email], "/password/new");
  return { hash: await hashPassword(password.new), replaced: self.passwordHash, sessionId };
}

const isDue = ({ actor }: Pick<Ctx, "actor">): boolean => actor.kind === "user" && actor.secondFactorDue === true;

async function readSelf(tx: Tx, ctx: Ctx, options: { hold?: boolean } = {}) {
  const { actor } = ctx;
  if (actor.kind === "system") throw new AppError("forbidden", "The system is no person.");
  const query = tx.select().from(users).where(eq(users.id, actor.userId));
  return found((await (options.hold ? query.for("update") : query))[0], "person");
}

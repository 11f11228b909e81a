import { and, eq, gt, isNotNull, isNull } from "drizzle-orm";
import type { Ctx } from "../../../context.ts";
import { newId } from "../../../db/ids.ts";
import { passwordResets } from "../../../db/schema/accounts.ts";
import { users } from "../../../db/schema/users.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { mayUser } from "../../../policies/user.ts";
import { hashSecret, newSecret } from "../../../secrets.ts";
import { audit } from "../../audit.ts";
import { authorise, found } from "../../authorise.ts";
import { takeAttempt, type Limit } from "../limits.ts";
import { linkTo } from "../links.ts";
import { signedInPerson } from "../signed-in-person.ts";

const RESET_HOURS = 24;
/** Links for one account a day, whoever makes them. */
const targetLimit: Limit = { name: "reset-link-account", max: 10, windowSeconds: 24 * 60 * 60 };

/**
 * A link by which somebody chooses a new password, once, within 24 hours; an older one is void. The administrator passes it on.
 * @throws AppError `forbidden` for who is no administrator, and for tokens; `not-found`, also for a disabled person; `rate-limited`
 */
export async function issueReset(ctx: Ctx, userId: string): Promise<{ link: string; expiresAt: Date }> {
  authorise(mayUser(ctx.actor, "edit"), "Only an administrator may do this.");
  const { userId: createdBy } = signedInPerson(ctx);
  await inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.disabledAt)));
    found(rows[0], "person");
  });
  await takeAttempt(ctx, [targetLimit, userId]);
  const secret = newSecret("kro_pw");
  const expiresAt = new Date(ctx.now().getTime() + RESET_HOURS * 60 * 60 * 1000);
  await inTransaction(ctx, async (tx, ctx) => {
    const row = { tokenHash: hashSecret(secret), createdBy, createdAt: ctx.now(), expiresAt };
    await tx
      .insert(passwordResets)
      .values({ id: newId(), orgId: ctx.orgId, userId, ...row })
      .onConflictDoUpdate({ target: passwordResets.userId, set: { ...row, requestedAt: null } });
    await audit(tx, ctx, { verb: "create", noun: "password-reset", rowId: userId });
  });
  return { link: linkTo(ctx.publicUrl, "new-password", secret), expiresAt };
}

/** Who has asked for a new password and waits for a link. */
export async function listAskedResets(ctx: Ctx): Promise<{ userId: string; requestedAt: Date }[]> {
  authorise(mayUser(ctx.actor, "edit"), "Only an administrator sees this.");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ userId: passwordResets.userId, requestedAt: passwordResets.requestedAt })
      .from(passwordResets)
      .where(and(isNotNull(passwordResets.requestedAt), isNull(passwordResets.tokenHash), gt(passwordResets.expiresAt, ctx.now())));
    return rows.flatMap(({ userId, requestedAt }) => (requestedAt === null ? [] : [{ userId, requestedAt }]));
  });
}

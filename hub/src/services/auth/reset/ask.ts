import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import type { Ctx, Deps } from "../../../context.ts";
import { newId } from "../../../db/ids.ts";
import { passwordResets } from "../../../db/schema/accounts.ts";
import { users } from "../../../db/schema/users.ts";
import { inScope } from "../../../db/transaction.ts";
import { audit } from "../../audit.ts";
import { parse } from "../../parse.ts";
import { networkOf, type Client } from "../client.ts";
import { takeAttempt, type Limit } from "../limits.ts";

/** Asking for one account, whoever asks. */
const targetLimit: Limit = { name: "reset-ask-account", max: 3, windowSeconds: 60 * 60 };
/** Asking from one address, for whatever accounts. */
const addressLimit: Limit = { name: "reset-ask-address", max: 20, windowSeconds: 60 * 60 };

/** How long the administrators see that somebody has asked. */
const ASKED_HOURS = 72;

export const askResetSchema = z.object({ email: z.string().max(320) });

/**
 * Somebody has forgotten their password: their administrators see it and pass a link on. Answers the same, after the same work, whether there is
 * such an account or not: it is looked for only after the answer.
 * @returns when that is done, for whoever waits for it; the route does not
 * @throws AppError `rate-limited`, for unknown accounts as for known ones
 */
export async function askForReset(deps: Deps, input: z.input<typeof askResetSchema>, client: Client): Promise<{ noted: Promise<void> }> {
  const { email } = parse(askResetSchema, input);
  const address = normaliseAddress(email) ?? email.trim().toLowerCase();
  await takeAttempt(deps, [targetLimit, address], [addressLimit, networkOf(client.address)]);
  const noted = note(deps, address).catch((error: unknown) =>
    deps.log.warn({ error: error instanceof Error ? error.name : "unknown" }, "a request for a new password could not be noted"),
  );
  return { noted };
}

async function note(deps: Deps, email: string): Promise<void> {
  const [user] = await inScope(deps.database, { presented: email }, (tx) =>
    tx
      .select({ id: users.id, orgId: users.orgId, role: users.role })
      .from(users)
      .where(and(eq(users.email, email), isNull(users.disabledAt))),
  );
  if (!user) return;
  const now = deps.now();
  const expiresAt = new Date(now.getTime() + ASKED_HOURS * 60 * 60 * 1000);
  await inScope(deps.database, { orgId: user.orgId, system: true }, async (tx) => {
    // A link that an administrator has just made stays good: asking again must not take it away.
    await tx
      .insert(passwordResets)
      .values({ id: newId(), orgId: user.orgId, userId: user.id, requestedAt: now, createdAt: now, expiresAt })
      .onConflictDoUpdate({
        target: passwordResets.userId,
        set: { requestedAt: now, expiresAt },
        setWhere: isNull(passwordResets.tokenHash),
      });
    const ctx: Ctx = { ...deps, orgId: user.orgId, actor: { kind: "user", userId: user.id, role: user.role } };
    await audit(tx, ctx, { verb: "ask", noun: "password-reset", rowId: user.id });
  });
}

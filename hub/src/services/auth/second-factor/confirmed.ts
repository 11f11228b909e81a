import { and, eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Actor, Ctx } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { sessions, type SignInMethod } from "../../../db/schema/credentials.ts";
import { signedInPerson } from "../signed-in-person.ts";
import { isStrong, readFactors, type Factors } from "./standing.ts";

/** For how long a proof holds for changes of ways in. */
const CONFIRMED_MS = 10 * 60_000;

/** How this session stands: whether ways in may be changed with it now, and what the person has to show for that. */
export interface Confirmation {
  confirmed: boolean;
  method: SignInMethod;
  /** What confirms: the strongest that the person has. Empty: only a new sign-in does. */
  by: ("totp" | "recovery" | "passkey" | "password")[];
  factors: Factors;
}

/** @throws AppError `forbidden` for a token, `unauthenticated` when the session has ended meanwhile */
export async function readConfirmation(tx: Tx, ctx: Ctx): Promise<Confirmation & { userId: string; sessionId: string }> {
  const { userId, sessionId, role } = personOfSession(ctx);
  const rows = await tx
    .select({ method: sessions.method, confirmedAt: sessions.confirmedAt })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)));
  const session = rows[0];
  if (!session) throw new AppError("unauthenticated", "This session has ended.");
  const factors = await readFactors(tx, { id: userId, role });
  const strongest = [
    ...(factors.totp ? (["totp"] as const) : []),
    ...(factors.passkeys > 0 ? (["passkey"] as const) : []),
    ...(factors.totp && factors.recoveryCodes > 0 ? (["recovery"] as const) : []),
  ];
  const by = strongest.length > 0 ? strongest : factors.hasPassword ? (["password"] as const) : [];
  const fresh = ctx.now().getTime() - session.confirmedAt.getTime() < CONFIRMED_MS;
  // Somebody who found out the password must not get rid of the second factor with it, nor add one of their own.
  const confirmed = fresh && (isStrong(session.method) || strongest.length === 0);
  return { userId, sessionId, confirmed, method: session.method, by: [...by], factors };
}

/**
 * First line of every verb that adds or takes a way in: a session that somebody left open, or a stolen cookie, is not enough.
 * @throws AppError `forbidden`
 */
export async function assertConfirmed(tx: Tx, ctx: Ctx): Promise<{ userId: string; sessionId: string; factors: Factors }> {
  const { userId, sessionId, confirmed, factors } = await readConfirmation(tx, ctx);
  if (!confirmed) throw new AppError("forbidden", "Confirm that it is you first: POST /api/v1/me/confirmation.");
  return { userId, sessionId, factors };
}

/** Notes in the session what the person has just shown. What it held before is only raised, never lowered. */
export async function strengthenSession(tx: Tx, ctx: Ctx, sessionId: string, method: SignInMethod): Promise<void> {
  const rows = await tx.select({ method: sessions.method }).from(sessions).where(eq(sessions.id, sessionId)).for("update");
  const held = rows[0]?.method ?? "password";
  await tx
    .update(sessions)
    .set({ confirmedAt: ctx.now(), method: isStrong(held) ? held : method })
    .where(eq(sessions.id, sessionId));
}

/** A person in a session. @throws AppError `forbidden` */
export function personOfSession(ctx: Pick<Ctx, "actor">): Extract<Actor, { kind: "user" }> & { sessionId: string } {
  const person = signedInPerson(ctx);
  const { sessionId } = person;
  if (sessionId === undefined) throw new AppError("forbidden", "Only a person who is signed in may do this; a token may not.");
  return { ...person, sessionId };
}

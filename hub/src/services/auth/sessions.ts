import { and, eq, lt, ne } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { sessions } from "../../db/schema/credentials.ts";
import { inTransaction } from "../../db/transaction.ts";
import { hashSecret, newSecret } from "../../secrets.ts";
import { audit } from "../audit.ts";

/** A session ends this long after it was last used. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

export const sessionEnd = (now: Date): Date => new Date(now.getTime() + SESSION_SECONDS * 1000);

/** A session that has just begun; the secret goes into the cookie and is kept nowhere. */
export interface StartedSession {
  ctx: Ctx;
  secret: string;
}

/** Begins a session of a person with a new secret: a value that was in the browser before is never taken over (session fixation). */
export async function startSession(tx: Tx, ctx: Ctx, userId: string, userAgent: string | null): Promise<{ id: string; secret: string }> {
  const [id, secret, now] = [newId(), newSecret("kro_session"), ctx.now()];
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, now)));
  await tx.insert(sessions).values({
    id,
    orgId: ctx.orgId,
    userId,
    tokenHash: hashSecret(secret),
    userAgent: userAgent?.slice(0, 300) ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: sessionEnd(now),
  });
  return { id, secret };
}

/** Signs out: the session of the request ends. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user" || !actor.sessionId) throw new AppError("invalid", "Only a session can sign out. Revoke a token instead.");
  const { sessionId } = actor;
  await inTransaction(ctx, async (tx, ctx) => {
    await tx.delete(sessions).where(eq(sessions.id, sessionId));
    await audit(tx, ctx, { verb: "sign-out", noun: "session", rowId: sessionId });
  });
}

/** Ends the sessions of a person, all but one. */
export async function endSessions(tx: Tx, userId: string, except?: string): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), except === undefined ? undefined : ne(sessions.id, except)));
}

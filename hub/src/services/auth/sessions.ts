import { and, eq, lt, ne, type SQL } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx, Deps, Role } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { sessions, type SignInMethod } from "../../db/schema/credentials.ts";
import { inTransaction } from "../../db/transaction.ts";
import { hashSecret, newSecret } from "../../secrets.ts";
import { audit } from "../audit.ts";
import type { Client } from "./client.ts";
import { announceEnd } from "./ended.ts";

/** A session ends this long after it was last used. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

export const sessionEnd = (now: Date): Date => new Date(now.getTime() + SESSION_SECONDS * 1000);

/** A session that has just begun; the secret goes into the cookie and is kept nowhere. */
export interface StartedSession {
  ctx: Ctx;
  secret: string;
}

/** Begins a session of a person with a new secret: a value that was in the browser before is never taken over (session fixation). */
export async function startSession(
  tx: Tx,
  ctx: Pick<Ctx, "orgId" | "now">,
  userId: string,
  client: Client,
  method: SignInMethod,
): Promise<{ id: string; secret: string }> {
  const [id, secret, now] = [newId(), newSecret("kro_session"), ctx.now()];
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, now)));
  await tx.insert(sessions).values({
    id,
    orgId: ctx.orgId,
    userId,
    tokenHash: hashSecret(secret),
    userAgent: client.userAgent?.slice(0, 300) ?? null,
    address: client.address.slice(0, 64),
    method,
    createdAt: now,
    confirmedAt: now,
    lastSeenAt: now,
    expiresAt: sessionEnd(now),
  });
  return { id, secret };
}

/**
 * The common end of every way of signing in, in the transaction that looked at the person: a new session, the one that the browser held ends.
 * @param how.replaced the session cookie that came with the request
 */
export async function enter(
  tx: Tx,
  deps: Deps,
  user: { id: string; orgId: string; role: Role },
  how: { client: Client; method: SignInMethod; replaced?: string | undefined },
): Promise<StartedSession> {
  const { id: userId, orgId, role } = user;
  const ctx: Ctx = { ...deps, orgId, actor: { kind: "user", userId, role } };
  if (how.replaced) await removeSessions(tx, ctx, eq(sessions.tokenHash, hashSecret(how.replaced)));
  const { id, secret } = await startSession(tx, ctx, userId, how.client, how.method);
  await audit(tx, ctx, { verb: "sign-in", noun: "session", rowId: id, detail: { method: how.method } });
  return { ctx: { ...ctx, actor: { kind: "user", userId, role, sessionId: id } }, secret };
}

/** Signs out: the session of the request ends. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user" || !actor.sessionId) throw new AppError("invalid", "Only a session can sign out. Revoke a token instead.");
  const { sessionId } = actor;
  await inTransaction(ctx, async (tx, ctx) => {
    await removeSessions(tx, ctx, eq(sessions.id, sessionId));
    await audit(tx, ctx, { verb: "sign-out", noun: "session", rowId: sessionId });
  });
}

/** Ends the sessions of a person, all but one. @returns how many */
export async function endSessions(tx: Tx, ctx: Pick<Ctx, "orgId">, userId: string, except?: string): Promise<number> {
  return removeSessions(tx, ctx, and(eq(sessions.userId, userId), except === undefined ? undefined : ne(sessions.id, except)));
}

/** Removes sessions; the pages that they hold open hear of it. @returns how many */
export async function removeSessions(tx: Tx, ctx: Pick<Ctx, "orgId">, which: SQL | undefined): Promise<number> {
  const ended = await tx.delete(sessions).where(which).returning({ userId: sessions.userId });
  for (const userId of new Set(ended.map((row) => row.userId))) await announceEnd(tx, ctx, userId);
  return ended.length;
}

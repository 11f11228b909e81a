import { and, desc, eq, gt, isNotNull, isNull, max, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Actor, Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { apiTokens, oauthCodes, sessions, type SignInMethod } from "../../db/schema/credentials.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { callerCache } from "./caller-cache.ts";
import { describeAgent } from "./client.ts";
import { announceEnd } from "./ended.ts";
import { endGrant, endGrantsOf, lockGrant } from "./oauth/grants.ts";
import { endSessions } from "./sessions.ts";
import { signedInPerson } from "./signed-in-person.ts";

/** One way in that is open now: a browser, an extension (all its tokens together), or a token made for a program. */
export interface SignIn {
  id: string;
  kind: "session" | "extension" | "token";
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** From where a session was last used, roughly where that is; null for the others. */
  address: string | null;
  /** What was shown at the sign-in of a session. */
  method: SignInMethod | null;
  /** The one that this request came by. */
  current: boolean;
}

/** The caller's own ways in, newest first. */
export async function listSignIns(ctx: Ctx): Promise<SignIn[]> {
  const actor = person(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const items = [...(await openSessions(tx, ctx, actor)), ...(await openGrants(tx, ctx, actor)), ...(await openTokens(tx, actor))];
    return items.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
  });
}

/**
 * Ends one of the caller's own ways in. In this process it holds from the moment this returns.
 * @throws AppError `not-found`, also for somebody else's
 */
export async function endSignIn(ctx: Ctx, id: string): Promise<void> {
  const { userId } = person(ctx.actor);
  await inTransaction(ctx, async (tx, ctx) => {
    const ended = (await endSession(tx, userId, id)) ?? (await endOwnGrant(tx, ctx, userId, id)) ?? (await endToken(tx, ctx, userId, id));
    await announceEnd(tx, ctx, userId);
    await audit(tx, ctx, { verb: "end", noun: found(ended, "sign-in"), rowId: id });
  });
  callerCache(ctx.database).forget(userId);
}

/**
 * Ends the caller's other sessions and all extensions; tokens made for programs stay.
 * @returns how many sessions ended. @throws AppError `forbidden` for a token
 */
export async function endOtherSignIns(ctx: Ctx): Promise<number> {
  const { userId, sessionId } = signedInPerson(ctx);
  const count = await inTransaction(ctx, async (tx, ctx) => {
    const ended = await endSessions(tx, ctx, userId, sessionId);
    await endGrantsOf(tx, userId, ctx.now());
    await announceEnd(tx, ctx, userId);
    await audit(tx, ctx, { verb: "end-others", noun: "session", rowId: sessionId ?? null, detail: { sessions: ended } });
    return ended;
  });
  callerCache(ctx.database).forget(userId);
  return count;
}

type Person = Exclude<Actor, { kind: "system" }>;

function person(actor: Actor): Person {
  if (actor.kind === "system") throw new AppError("forbidden", "The system has no sign-ins.");
  return actor;
}

async function openSessions(tx: Tx, ctx: Ctx, actor: Person): Promise<SignIn[]> {
  const rows = await tx
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastSeenAt,
      address: sessions.address,
      method: sessions.method,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, actor.userId), gt(sessions.expiresAt, ctx.now())));
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    kind: "session",
    name: describeAgent(userAgent),
    current: actor.kind === "user" && actor.sessionId === row.id,
  }));
}

/** A grant is open while it has a refresh token that is good. Its code tells when it began. */
async function openGrants(tx: Tx, ctx: Ctx, actor: Person): Promise<SignIn[]> {
  const tokenId = actor.kind === "token" ? actor.tokenId : null;
  const good = sql`${apiTokens.kind} = 'refresh' AND ${apiTokens.revokedAt} IS NULL AND ${apiTokens.rotatedAt} IS NULL AND ${apiTokens.expiresAt} > ${ctx.now().toISOString()}`;
  const rows = await tx
    .select({
      id: oauthCodes.familyId,
      createdAt: oauthCodes.createdAt,
      name: max(apiTokens.name),
      lastUsedAt: max(apiTokens.lastUsedAt),
      current: sql<boolean | null>`bool_or(${apiTokens.id} = ${tokenId}::uuid)`,
    })
    .from(apiTokens)
    .innerJoin(oauthCodes, eq(oauthCodes.familyId, apiTokens.familyId))
    .where(eq(apiTokens.userId, actor.userId))
    .groupBy(oauthCodes.familyId, oauthCodes.createdAt)
    .having(sql`bool_or(${good})`);
  return rows.map((row) => ({
    ...row,
    kind: "extension",
    name: row.name ?? "",
    address: null,
    method: null,
    current: row.current === true,
  }));
}

async function openTokens(tx: Tx, actor: Person): Promise<SignIn[]> {
  const rows = await tx
    .select({ id: apiTokens.id, name: apiTokens.name, createdAt: apiTokens.createdAt, lastUsedAt: apiTokens.lastUsedAt })
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, actor.userId), eq(apiTokens.kind, "api"), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.id));
  return rows.map((row) => ({
    ...row,
    kind: "token",
    address: null,
    method: null,
    current: actor.kind === "token" && actor.tokenId === row.id,
  }));
}

async function endSession(tx: Tx, userId: string, id: string) {
  const rows = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id });
  return rows.length > 0 ? "session" : null;
}

async function endOwnGrant(tx: Tx, ctx: Ctx, userId: string, familyId: string) {
  const rows = await tx
    .select({ id: oauthCodes.id })
    .from(oauthCodes)
    .where(and(eq(oauthCodes.familyId, familyId), eq(oauthCodes.userId, userId), isNotNull(oauthCodes.usedAt)));
  if (rows.length === 0) return null;
  await lockGrant(tx, familyId);
  return (await endGrant(tx, familyId, ctx.now())) ? "oauth-grant" : null;
}

async function endToken(tx: Tx, ctx: Ctx, userId: string, id: string) {
  const rows = await tx
    .update(apiTokens)
    .set({ revokedAt: ctx.now() })
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId), eq(apiTokens.kind, "api"), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return rows.length > 0 ? "token" : null;
}

import { and, eq, lt } from "drizzle-orm";
import type pg from "pg";
import type { Ctx, Deps, Role } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { apiTokens, sessions } from "../../db/schema/credentials.ts";
import { inScope } from "../../db/transaction.ts";
import { hashSecret } from "../../secrets.ts";
import { teamsSql } from "../rights/principals.ts";
import { callerCache, type BearerCaller } from "./caller-cache.ts";
import { narrowTo } from "./presented.ts";
import { sessionEnd } from "./sessions.ts";

/** When "last used" is written again. */
const SESSION_NOTED_MS = 5 * 60_000;
const TOKEN_NOTED_MS = 60_000;

// What nobody can have been given is not looked up.
const SESSION_FORM = /^kro_session_[\w-]{43}$/;
const BEARER_FORM = /^kro_(?:api|at)_[\w-]{43}$/;

const TEAMS = `${teamsSql("u")} AS teams`;
// One round trip each: narrowed to the owner's organisation, then the row and its person. A disabled person has no credentials.
const FIND_SESSION = `${narrowTo.sessions};
  SELECT s.id, s.org_id, s.user_id, s.last_seen_at, s.expires_at, u.role, ${TEAMS},
    s.method = 'password' AND coalesce(o.settings->'secondFactorRoles' @> to_jsonb(u.role), false) AS due
  FROM sessions s JOIN users u ON u.id = s.user_id AND u.org_id = s.org_id JOIN organizations o ON o.id = s.org_id
  WHERE s.token_hash = app_presented() AND u.disabled_at IS NULL`;
const FIND_TOKEN = `${narrowTo.apiTokens};
  SELECT t.id, t.org_id, t.user_id, t.scopes, t.expires_at, t.last_used_at, u.role, ${TEAMS} FROM api_tokens t JOIN users u ON u.id = t.user_id AND u.org_id = t.org_id
  WHERE t.token_hash = app_presented() AND t.kind IN ('api', 'access') AND t.revoked_at IS NULL AND u.disabled_at IS NULL`;

type Found = { id: string; org_id: string; user_id: string; role: Role; teams: string[]; expires_at: Date | null };
type FoundSession = Found & { last_seen_at: Date; due: boolean };
type FoundToken = Found & { scopes: string[]; last_used_at: Date | null };

/**
 * The person behind a session cookie.
 * @param address from where it is used now, noted with the use
 * @returns null when the session is unknown, over, or its person is disabled; `prolonged` when its end was moved now, so that the cookie's can follow
 */
export async function resolveSession(deps: Deps, secret: string, address?: string): Promise<{ ctx: Ctx; prolonged: boolean } | null> {
  if (!SESSION_FORM.test(secret)) return null;
  const now = deps.now();
  const row = await findOne<FoundSession>(deps, hashSecret(secret), FIND_SESSION);
  if (!row || isOver(row.expires_at, now)) return null;
  const prolonged = now.getTime() - row.last_seen_at.getTime() >= SESSION_NOTED_MS;
  if (prolonged) {
    noteLater(deps, row.org_id, row.id, (tx) =>
      tx
        .update(sessions)
        .set({ lastSeenAt: now, expiresAt: sessionEnd(now), ...(address === undefined ? {} : { address: address.slice(0, 64) }) })
        .where(and(eq(sessions.id, row.id), lt(sessions.lastSeenAt, now))),
    );
  }
  return {
    ctx: {
      ...deps,
      orgId: row.org_id,
      actor: {
        kind: "user",
        userId: row.user_id,
        role: row.role,
        teams: row.teams,
        sessionId: row.id,
        ...(row.due ? { secondFactorDue: true } : {}),
      },
    },
    prolonged,
  };
}

/** The person and the scopes behind a bearer token; null when it is unknown, over or revoked, or its person is disabled. */
export async function resolveBearer(deps: Deps, token: string): Promise<Ctx | null> {
  if (!BEARER_FORM.test(token)) return null;
  const [now, cache, hash] = [deps.now(), callerCache(deps.database), hashSecret(token)];
  let caller = cache.find(hash, now);
  if (!caller) {
    const { generation } = cache;
    const row = await findOne<FoundToken>(deps, hash, FIND_TOKEN);
    if (!row) return null;
    caller = toCaller(row);
    cache.keep(hash, caller, now, generation);
  }
  if (isOver(caller.expiresAt, now)) return null;
  noteUse(deps, caller, now);
  const { tokenId, userId, role, teams, scopes, orgId } = caller;
  return { ...deps, orgId, actor: { kind: "token", userId, role, teams, tokenId, scopes } };
}

const isOver = (end: Date | null, now: Date): boolean => end !== null && end.getTime() <= now.getTime();

async function findOne<T extends Found>(deps: Deps, hash: string, statements: string): Promise<T | undefined> {
  return inScope(deps.database, { presented: hash }, async (_tx, client) => {
    const results = (await client.query(statements)) as unknown as pg.QueryResult<T>[];
    return results.at(-1)?.rows[0];
  });
}

const toCaller = (row: FoundToken): BearerCaller => ({
  tokenId: row.id,
  userId: row.user_id,
  orgId: row.org_id,
  role: row.role,
  teams: row.teams,
  scopes: row.scopes,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
});

function noteUse(deps: Deps, caller: BearerCaller, now: Date): void {
  if (caller.lastUsedAt && now.getTime() - caller.lastUsedAt.getTime() < TOKEN_NOTED_MS) return;
  caller.lastUsedAt = now;
  noteLater(deps, caller.orgId, caller.tokenId, (tx) =>
    tx.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, caller.tokenId)),
  );
}

const noting = new Set<string>();

/** Writes beside the request, one write of a row at a time: nobody waits for it, and when it fails only a time is older than it should be. */
function noteLater(deps: Deps, orgId: string, id: string, write: (tx: Tx) => Promise<unknown>): void {
  if (noting.has(id)) return;
  noting.add(id);
  void inScope(deps.database, { orgId }, write)
    .catch((error: unknown) => deps.log.warn({ error: error instanceof Error ? error.name : "unknown" }, "last use could not be noted"))
    .finally(() => noting.delete(id));
}

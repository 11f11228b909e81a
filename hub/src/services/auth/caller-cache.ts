import type { Database } from "../../db/database.ts";
import type { Role } from "../../context.ts";

/** What a bearer token stands for. */
export interface BearerCaller {
  tokenId: string;
  userId: string;
  orgId: string;
  role: Role;
  teams: readonly string[];
  scopes: readonly string[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** How long another process may go on believing in a token that was revoked elsewhere. */
const BELIEVED_MS = 5_000;
const MAX_ENTRIES = 10_000;

/**
 * Bearer tokens that were looked up a moment ago, by hash, for one database. Every verb that takes a right away calls {@link CallerCache.forget}
 * after its commit, so in this process it holds at once: the entry is gone, and a lookup that read the old rows before the commit and comes
 * back after it carries an older `generation` and is not kept. Only tokens that were found are kept; a new token works at once.
 */
export interface CallerCache {
  find(hash: string, now: Date): BearerCaller | null;
  /** To be read before the lookup and given to `keep`. */
  readonly generation: number;
  keep(hash: string, caller: BearerCaller, now: Date, generation: number): void;
  /** Forgets a person's tokens. */
  forget(userId: string): void;
}

const caches = new WeakMap<Database, CallerCache>();

/** The cache of this process for a database. */
export function callerCache(database: Database): CallerCache {
  const known = caches.get(database);
  if (known) return known;
  const created = createCallerCache();
  caches.set(database, created);
  return created;
}

function createCallerCache(): CallerCache {
  const entries = new Map<string, { caller: BearerCaller; until: number }>();
  let generation = 0;
  return {
    get generation() {
      return generation;
    },
    find(hash, now) {
      const entry = entries.get(hash);
      if (entry && entry.until > now.getTime()) return entry.caller;
      entries.delete(hash);
      return null;
    },
    keep(hash, caller, now, seen) {
      if (seen !== generation) return;
      const oldest = entries.size >= MAX_ENTRIES ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(hash, { caller, until: now.getTime() + BELIEVED_MS });
    },
    forget(userId) {
      generation += 1;
      for (const [hash, { caller }] of entries) if (caller.userId === userId) entries.delete(hash);
    },
  };
}

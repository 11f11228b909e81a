import { createHmac } from "node:crypto";
import { and, eq, gt, inArray, lte, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../context.ts";
import { rateLimits } from "../../db/schema/credentials.ts";
import { inScope } from "../../db/transaction.ts";

/** How often something may be tried in a window, which begins with the first try. */
export interface Limit {
  name: string;
  max: number;
  windowSeconds: number;
}

/** Too many tries. `retryAfterSeconds` becomes the header Retry-After (middleware/rate-limit.ts). */
export class RateLimited extends AppError {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super("rate-limited", `Too many attempts. Try again in ${Math.max(1, Math.ceil(retryAfterSeconds / 60))} min.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A limit and whom it counts: an e-mail address, a network, an id. Only a keyed hash of the subject is stored. */
export type Counted = readonly [limit: Limit, subject: string];

type LimitDeps = Pick<Deps, "database" | "keys" | "now">;

/** No window is longer; counters older than this mean nothing. */
const LONGEST_WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * Counts one try of each kind before it is made: a hundred at the same moment are a hundred. The counters live in the database, so they
 * survive a restart and hold for all hubs together; they are written in a transaction of their own, which nothing rolls back.
 * @throws RateLimited when one of the limits is used up
 */
export async function takeAttempt(deps: LimitDeps, ...counted: Counted[]): Promise<void> {
  const now = deps.now();
  const counters = await inScope(deps.database, {}, async (tx) => {
    const taken: { limit: Limit; count: number; windowStart: Date }[] = [];
    // In one order, so that two requests never wait for each other in a circle.
    for (const { limit, key } of keyed(deps, counted).sort((a, b) => (a.key < b.key ? -1 : 1))) {
      const over = new Date(now.getTime() - limit.windowSeconds * 1000);
      const fresh = lte(rateLimits.windowStart, over);
      const rows = await tx
        .insert(rateLimits)
        .values({ key, windowStart: now, count: 1 })
        .onConflictDoUpdate({
          target: rateLimits.key,
          set: {
            count: sql`CASE WHEN ${fresh} THEN 1 ELSE ${rateLimits.count} + 1 END`,
            windowStart: sql`CASE WHEN ${fresh} THEN ${now.toISOString()}::timestamptz ELSE ${rateLimits.windowStart} END`,
          },
        })
        .returning({ count: rateLimits.count, windowStart: rateLimits.windowStart });
      taken.push({ limit, ...rows[0]! });
    }
    // Whoever opens a window sweeps up; counters of strangers do not pile up for ever.
    if (taken.some(({ count }) => count === 1))
      await tx.delete(rateLimits).where(lte(rateLimits.windowStart, new Date(now.getTime() - LONGEST_WINDOW_MS)));
    return taken;
  });
  const waits = counters
    .filter(({ limit, count }) => count > limit.max)
    .map(({ limit, windowStart }) => windowStart.getTime() + limit.windowSeconds * 1000 - now.getTime());
  if (waits.length > 0) throw new RateLimited(Math.max(1, Math.ceil(Math.max(...waits) / 1000)));
}

/** The try was a good one: it does not count. */
export async function giveBack(deps: LimitDeps, ...counted: Counted[]): Promise<void> {
  const keys = keyed(deps, counted).map(({ key }) => key);
  await inScope(deps.database, {}, (tx) =>
    tx
      .update(rateLimits)
      .set({ count: sql`${rateLimits.count} - 1` })
      .where(and(inArray(rateLimits.key, keys), gt(rateLimits.count, 0))),
  );
}

/** Forgets the earlier tries of a subject. */
export async function clearAttempts(deps: LimitDeps, counted: Counted): Promise<void> {
  const key = keyed(deps, [counted])[0]!.key;
  await inScope(deps.database, {}, (tx) => tx.delete(rateLimits).where(eq(rateLimits.key, key)));
}

/** Keyed, because a plain hash of an e-mail address is found by trying addresses. A rotated key only forgets the counters. */
const keyed = (deps: LimitDeps, counted: readonly Counted[]) =>
  counted.map(([limit, subject]) => ({
    limit,
    key: createHmac("sha256", deps.keys.current.key).update(`rate-limit|${limit.name}|${subject}`).digest("hex"),
  }));

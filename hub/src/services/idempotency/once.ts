import { and, eq, lt, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { idempotencyKeys } from "../../db/schema/trail.ts";
import { inTransaction } from "../../db/transaction.ts";

/** One request that may come again, as its sender names it. */
export interface RepeatableRequest {
  key: string;
  /** `POST /api/v1/customers`. */
  route: string;
  /** Of everything that the request says. */
  requestHash: string;
}

/** An answer as it is kept: a JSON text and its status. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

/** For how long a repeat is answered as the first was. */
export const KEPT_DAYS = 7;

/**
 * Does a write once, however often its request comes: the key, what the write changes, and the answer are one transaction. So a hub that is
 * killed in the middle leaves either all of it or nothing, and a repeat is answered as the first was, or done.
 * A repeat at the same moment waits for the first, three seconds at most. An answer that is an error changes nothing and is not kept: the
 * request is judged anew.
 * @param work the write, in the transaction of the context that it is given; null when it was refused, which rolls back
 * @returns what `work` answered, or what it answered the first time
 * @throws AppError `invalid` when the key was used for another request, `conflict` when the first is still under way
 */
export async function once(
  ctx: Ctx,
  request: RepeatableRequest,
  work: (ctx: Ctx) => Promise<KeptAnswer | null>,
): Promise<{ kept: KeptAnswer; repeated: boolean } | null> {
  const userId = actingUserId(ctx);
  if (userId === null) throw new AppError("forbidden", "The system does not repeat requests.");
  const { key, route, requestHash } = request;
  const own = and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key));
  try {
    return await inTransaction(ctx, async (tx, ctx) => {
      const old = new Date(ctx.now().getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000);
      await tx.execute(sql`SET LOCAL lock_timeout = '3s'`);
      await tx.delete(idempotencyKeys).where(and(eq(idempotencyKeys.userId, userId), lt(idempotencyKeys.createdAt, old)));
      const inserted = await tx
        .insert(idempotencyKeys)
        .values({ orgId: ctx.orgId, userId, key, route, requestHash, createdAt: ctx.now() })
        .onConflictDoNothing()
        .returning({ key: idempotencyKeys.key });
      await tx.execute(sql`SET LOCAL lock_timeout TO DEFAULT`);
      if (inserted.length === 0) {
        const first = (await tx.select().from(idempotencyKeys).where(own))[0];
        if (!first || first.status === null) throw underWay();
        if (first.route !== route || first.requestHash !== requestHash) throw keyTaken();
        return { kept: { status: first.status, body: first.response }, repeated: true };
      }
      const kept = await work(ctx);
      if (kept === null) throw new Refused();
      await tx.update(idempotencyKeys).set({ status: kept.status, response: kept.body }).where(own);
      return { kept, repeated: false };
    });
  } catch (error) {
    if (error instanceof Refused) return null;
    if (error instanceof Error && (error.cause as { code?: string } | undefined)?.code === "55P03") throw underWay();
    throw error;
  }
}

/** Rolls back; the answer is made already. */
class Refused extends Error {}

const underWay = () => new AppError("conflict", "The first request with this Idempotency-Key is still under way. Ask again in a moment.");

const keyTaken = () =>
  new AppError("invalid", "This Idempotency-Key was used for another request.", {
    fields: [{ pointer: "/header/idempotency-key", message: "was used before" }],
  });

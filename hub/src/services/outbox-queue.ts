import { and, asc, desc, inArray, lte, notInArray, sql } from "drizzle-orm";
import type { Tx } from "../db/database.ts";
import { outbox } from "../db/schema/trail.ts";

export type OutboxRow = typeof outbox.$inferSelect;

/** A row that Temporal refuses for itself waits 2 s, 4 s ... 10 min; it never holds up the others. */
const MAX_PAUSE_SECONDS = 600;

/** Rows that are due, held for this transaction alone: several relays share the work. `but` are ids that it has already. */
export const takeRows = (tx: Tx, order: "oldest" | "newest", limit: number, but: readonly bigint[] = []): Promise<OutboxRow[]> =>
  tx
    .select()
    .from(outbox)
    .where(and(lte(outbox.nextAttemptAt, sql`now()`), but.length > 0 ? notInArray(outbox.id, [...but]) : undefined))
    .orderBy(order === "oldest" ? asc(outbox.id) : desc(outbox.id))
    .limit(limit)
    .for("update", { skipLocked: true });

/** They have been carried. */
export async function removeRows(tx: Tx, ids: readonly bigint[]): Promise<void> {
  if (ids.length > 0) await tx.delete(outbox).where(inArray(outbox.id, [...ids]));
}

/** They were refused: later, and later each time. */
export async function postponeRows(tx: Tx, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  const seconds = sql`least(power(2, ${outbox.attempts} + 1), ${MAX_PAUSE_SECONDS})`;
  await tx
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, nextAttemptAt: sql`now() + ${seconds} * interval '1 second'` })
    .where(inArray(outbox.id, [...ids]));
}

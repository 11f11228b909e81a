import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { cursors, ledger } from "../../db/schema/connections.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { readPosition, writePosition, type Position } from "./position.ts";

/** An item of the work queue. `raw` is kept from an attempt that failed (mail) or from the listing (calendar). */
export interface PendingItem {
  id: string;
  folder: string;
  itemId: string;
  attempts: number;
  receivedAt: Date | null;
  raw: Buffer | null;
}

/** What became of an item; it leaves the work queue until somebody puts it back. */
export interface SettledItem {
  id: string;
  state: "captured" | "skipped" | "gone";
  reason: string | null;
  /** The decision, as codes: kept and shown, never content. */
  trace: unknown;
  addresses: string[] | null;
  interactionId: string | null;
  receivedAt: string | null;
}

/** After this many attempts in which it could not be fetched, an item is tried alone, so that it cannot take others down with it. */
const ALONE_AFTER = 3;
/** A failed item is tried again after 1 min, 4 min, 16 min ... one day; never given up, so that it heals with the next version. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 24 * 60 * 60;

/**
 * Puts items into the work queue that are not in the ledger yet, or were gone and are back. The newest come last in `itemIds` and
 * leave the queue first.
 * @returns how many are new
 */
export async function addPending(
  tx: Tx,
  ctx: Ctx,
  connectionId: string,
  items: readonly { folder: string; itemId: string }[],
): Promise<number> {
  if (items.length === 0) return 0;
  const result = await withClient(tx).query(
    `INSERT INTO ledger (id, org_id, connection_id, folder, item_id, created_at, updated_at)
     SELECT id, $1, $2, folder, item_id, $3, $3 FROM unnest($4::uuid[], $5::text[], $6::text[]) AS item(id, folder, item_id)
     ON CONFLICT (connection_id, folder, item_id) DO UPDATE SET state = 'pending', attempts = 0, next_attempt_at = NULL, updated_at = $3 WHERE ledger.state = 'gone'`,
    [ctx.orgId, connectionId, ctx.now(), items.map(() => newId()), items.map((item) => item.folder), items.map((item) => item.itemId)],
  );
  return result.rowCount ?? 0;
}

/** The provider no longer has these items. The history keeps what was recorded of them: a move between folders looks the same. */
export async function markGone(tx: Tx, ctx: Ctx, connectionId: string, folder: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return;
  await withClient(tx).query(
    "UPDATE ledger SET state = 'gone', raw = NULL, updated_at = $4 WHERE connection_id = $1 AND folder = $2 AND item_id = ANY($3::text[]) AND state <> 'gone'",
    [connectionId, folder, itemIds, ctx.now()],
  );
}

/** The same for all items of the folder but those that were just listed. */
export async function markGoneExcept(tx: Tx, ctx: Ctx, connectionId: string, folder: string, listed: readonly string[]): Promise<void> {
  await withClient(tx).query(
    `UPDATE ledger SET state = 'gone', raw = NULL, updated_at = $4 WHERE connection_id = $1 AND folder = $2 AND state <> 'gone'
     AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS listed(item_id) WHERE listed.item_id = ledger.item_id)`,
    [connectionId, folder, listed, ctx.now()],
  );
}

/** Due now: new items, and failed ones whose pause is over. */
const DUE = "(state = 'pending' OR (state = 'failed' AND next_attempt_at <= $2))";

/** The next items to work on: the newest first; what could not be fetched before comes after the others and at last alone. */
export async function takePending(ctx: Ctx, connectionId: string, limit: number): Promise<PendingItem[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await withClient(tx).query<PendingItem>(
      `SELECT id, folder, item_id AS "itemId", attempts, received_at AS "receivedAt", raw FROM ledger
       WHERE connection_id = $1 AND ${DUE} ORDER BY attempts, id DESC LIMIT $3`,
      [connectionId, ctx.now(), limit],
    );
    return (rows[0]?.attempts ?? 0) >= ALONE_AFTER ? rows.slice(0, 1) : rows.filter((row) => row.attempts < ALONE_AFTER);
  });
}

export async function countPending(ctx: Ctx, connectionId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await withClient(tx).query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ledger WHERE connection_id = $1 AND ${DUE}`,
      [connectionId, ctx.now()],
    );
    return rows[0]?.n ?? 0;
  });
}

/** Writes what became of the items, in the transaction that recorded them. */
export async function settle(tx: Tx, ctx: Ctx, items: readonly SettledItem[]): Promise<void> {
  if (items.length === 0) return;
  await withClient(tx).query(
    `UPDATE ledger l SET state = s.state, reason = s.reason, trace = s.trace, addresses = s.addresses, interaction_id = s."interactionId",
       received_at = coalesce(s."receivedAt", l.received_at), attempts = l.attempts + 1, next_attempt_at = NULL, raw = NULL, updated_at = $2
     FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, state text, reason text, trace jsonb, addresses text[], "interactionId" uuid, "receivedAt" timestamptz)
     WHERE l.id = s.id`,
    [JSON.stringify(items), ctx.now()],
  );
}

/** Parks a poison item with its bytes: it blocks nobody, and is tried again later. `reason` is a stable code. */
export async function park(
  ctx: Ctx,
  item: { id: string; attempts: number; reason: string; receivedAt: string | null; raw: Uint8Array | null },
): Promise<void> {
  const pause = Math.min(FIRST_PAUSE_SECONDS * 4 ** Math.min(item.attempts, 10), LONGEST_PAUSE_SECONDS);
  await inTransaction(ctx, async (tx) => {
    await tx
      .update(ledger)
      .set({
        state: "failed",
        reason: item.reason,
        attempts: item.attempts + 1,
        nextAttemptAt: new Date(ctx.now().getTime() + pause * 1000),
        ...(item.receivedAt === null ? {} : { receivedAt: new Date(item.receivedAt) }),
        ...(item.raw === null ? {} : { raw: Buffer.from(item.raw) }),
        updatedAt: ctx.now(),
      })
      .where(eq(ledger.id, item.id));
  });
}

/** Items that were asked for and did not come, because the provider failed in between: they stay in the queue, behind the others. */
export async function putBack(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await inTransaction(ctx, (tx) =>
    withClient(tx).query("UPDATE ledger SET attempts = attempts + 1, updated_at = $2 WHERE id = ANY($1::uuid[])", [ids, ctx.now()]),
  );
}

/** Where each folder of a connection stands, with the text that {@link savePosition} compares. */
export async function loadPositions(ctx: Ctx, connectionId: string): Promise<Map<string, { position: Position | null; stored: string }>> {
  const rows = await inTransaction(ctx, (tx) => tx.select().from(cursors).where(eq(cursors.connectionId, connectionId)));
  return new Map(rows.map((row) => [row.folder, { position: readPosition(row.cursor), stored: row.cursor }]));
}

/**
 * Moves the position, in the transaction that writes the ledger rows of the same step.
 * @param expected the stored text that the step started from, null for none
 * @throws Error when another round has moved it meanwhile (a worker that was taken for dead): the transaction must not stand
 */
export async function savePosition(
  tx: Tx,
  ctx: Ctx,
  connectionId: string,
  folder: string,
  position: Position,
  expected: string | null,
): Promise<void> {
  const cursor = writePosition(position);
  const moved =
    expected === null
      ? await tx
          .insert(cursors)
          .values({ orgId: ctx.orgId, connectionId, folder, cursor, enlisted: true, updatedAt: ctx.now() })
          .onConflictDoNothing()
          .returning({ folder: cursors.folder })
      : await tx
          .update(cursors)
          .set({ cursor, enlisted: true, updatedAt: ctx.now() })
          .where(and(eq(cursors.connectionId, connectionId), eq(cursors.folder, folder), sql`${cursors.cursor} = ${expected}`))
          .returning({ folder: cursors.folder });
  if (moved.length === 0) throw new Error("another round has moved the cursor of this folder");
}

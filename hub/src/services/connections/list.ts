import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { connections, ledger } from "../../db/schema/connections.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayConnection } from "../../policies/connection.ts";
import { found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";

/** Items by state, from the ledger: what the provider listed and what became of it. */
export interface Progress {
  listed: number;
  captured: number;
  skipped: number;
  failed: number;
  pending: number;
  gone: number;
}

const progress = sql<Progress>`(SELECT json_build_object('listed', count(*), 'captured', count(*) FILTER (WHERE l.state = 'captured'),
  'skipped', count(*) FILTER (WHERE l.state = 'skipped'), 'failed', count(*) FILTER (WHERE l.state = 'failed'),
  'pending', count(*) FILTER (WHERE l.state = 'pending'), 'gone', count(*) FILTER (WHERE l.state = 'gone'))
  FROM ledger l WHERE l.connection_id = ${connections.id})`;

/** Whether every folder's history stands in the ledger and none of it is waiting. */
const backfill = sql<{ done: boolean; oldest: string | null }>`(SELECT json_build_object(
  'done', EXISTS (SELECT FROM cursors c WHERE c.connection_id = ${connections.id})
    AND NOT EXISTS (SELECT FROM cursors c WHERE c.connection_id = ${connections.id} AND NOT c.enlisted)
    AND NOT EXISTS (SELECT FROM ledger l WHERE l.connection_id = ${connections.id} AND l.state = 'pending'),
  'oldest', (SELECT min(l.received_at) FROM ledger l WHERE l.connection_id = ${connections.id} AND l.state IN ('captured', 'skipped'))))`;

const columns = {
  id: connections.id,
  kind: connections.kind,
  provider: connections.provider,
  name: connections.name,
  addresses: connections.addresses,
  userId: connections.userId,
  userName: users.name,
  state: connections.state,
  problem: connections.problem,
  problemSince: connections.problemSince,
  lastSuccessAt: connections.lastSuccessAt,
  settings: connections.settings,
  createdAt: connections.createdAt,
  progress: progress.as("progress"),
  backfill: backfill.as("backfill"),
};

export type ConnectionRow = Awaited<ReturnType<typeof getConnection>>;

/** One connection. @throws AppError `not-found`, also for somebody else's */
export async function getConnection(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select(columns)
      .from(connections)
      .innerJoin(users, eq(users.id, connections.userId))
      .where(and(eq(connections.id, id), isNull(connections.removedAt)));
    const row = found(rows[0], "connection");
    if (!mayConnection(ctx.actor, "view", row)) throw new AppError("not-found", "There is no such connection.");
    return row;
  });
}

/** The own connections; all of the organisation for an administrator. */
export async function listConnections(ctx: Ctx): Promise<ConnectionRow[]> {
  return inTransaction(ctx, async (tx) => {
    const conditions: (SQL | undefined)[] = [isNull(connections.removedAt)];
    if (ctx.actor.kind !== "system" && ctx.actor.role !== "admin") conditions.push(eq(connections.userId, actingUserId(ctx) ?? ""));
    return tx
      .select(columns)
      .from(connections)
      .innerJoin(users, eq(users.id, connections.userId))
      .where(and(...conditions))
      .orderBy(connections.createdAt);
  });
}

/** What was left out or failed, newest first: reason and addresses, no content. */
export async function listSkipped(ctx: Ctx, id: string, page: { limit: number; cursor?: string | undefined }) {
  await getConnection(ctx, id);
  return inTransaction(ctx, async (tx): Promise<Page<SkippedRow>> => {
    const after = decodeCursor(page.cursor, 1);
    const rows = await tx
      .select({
        id: ledger.id,
        folder: ledger.folder,
        receivedAt: ledger.receivedAt,
        state: ledger.state,
        reason: ledger.reason,
        trace: ledger.trace,
        addresses: ledger.addresses,
      })
      .from(ledger)
      .where(
        and(
          eq(ledger.connectionId, id),
          sql`${ledger.state} IN ('skipped', 'failed')`,
          after ? sql`${ledger.id} < ${after[0]}::uuid` : undefined,
        ),
      )
      .orderBy(sql`${ledger.id} DESC`)
      .limit(page.limit + 1);
    return toPage(rows, page.limit, (row) => [row.id]);
  });
}

export interface SkippedRow {
  id: string;
  folder: string;
  receivedAt: Date | null;
  state: string;
  reason: string | null;
  trace: unknown;
  addresses: string[] | null;
}

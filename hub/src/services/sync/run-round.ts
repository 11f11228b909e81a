import { and, eq, isNull, sql } from "drizzle-orm";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { Credential } from "@kronika/connectors/connector.ts";
import type { Ctx } from "../../context.ts";
import { connections, type ConnectionState } from "../../db/schema/connections.ts";
import { inTransaction } from "../../db/transaction.ts";
import { authorise } from "../authorise.ts";
import { unsealCredential } from "../connections/open.ts";
import { announce } from "../outbox.ts";
import { nudgeReminders } from "../reminders/nudge.ts";
import type { SyncRound } from "./round.ts";

export type ConnectionRow = typeof connections.$inferSelect;

/** A refused credential is tried again once a day: some servers refuse for an hour. More often would lock the account. */
const REAUTHORISE_AGAIN_MS = 20 * 60 * 60 * 1000;

/**
 * One round of a connection's sync around what is special to its kind: loads the row, opens the credential, runs `work`, and writes how
 * it went to the row, as codes.
 * @param work returns the number of items that are due and were not worked off
 * @throws whatever is no provider's failure (the database is down, a bug): the workflow tries again
 */
export async function runRound(
  ctx: Ctx,
  id: string,
  kind: ConnectionRow["kind"],
  work: (row: ConnectionRow, credential: Credential) => Promise<number>,
): Promise<SyncRound> {
  authorise(ctx.actor.kind === "system");
  const row = await loadConnection(ctx, id);
  if (!row || row.kind !== kind) return { state: "gone", pending: 0 };
  if (row.state === "paused") return { state: "paused", pending: 0 };
  if (row.state === "reauthorise" && ctx.now().getTime() - row.updatedAt.getTime() < REAUTHORISE_AGAIN_MS)
    return { state: "reauthorise", pending: 0 };
  try {
    const pending = await work(row, unsealCredential(ctx, id, row.credential));
    await writeOutcome(ctx, row, "active", null);
    return { state: "ok", pending };
  } catch (error) {
    if (!(error instanceof ConnectorError)) {
      await writeOutcome(ctx, row, "failing", "internal").catch(() => {});
      throw error;
    }
    ctx.log.warn({ err: error, connection: id }, "sync round failed");
    const state = error.meaning === "reauthorise" ? "reauthorise" : "failing";
    const problem = error.retryAfterMs === undefined ? PROBLEMS[error.meaning] : "rate-limited";
    await writeOutcome(ctx, row, state, problem);
    return { state, pending: 0, ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }) };
  }
}

/** Codes for `connections.problem`, shown and translated by the web application; besides `rate-limited` and `internal`. */
const PROBLEMS = {
  retry: "unreachable",
  reauthorise: "refused",
  "cursor-expired": "unreachable",
  "not-found": "not-found",
  rejected: "rejected",
} as const;

/** The connection, null when it was removed. */
export async function loadConnection(ctx: Ctx, id: string): Promise<ConnectionRow | null> {
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(connections)
      .where(and(eq(connections.id, id), isNull(connections.removedAt))),
  );
  return rows[0] ?? null;
}

/** A person's decision of the meantime (paused, reconnected, removed) is stronger than how the round went. */
async function writeOutcome(ctx: Ctx, row: ConnectionRow, state: ConnectionState, problem: string | null): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const problemSince = problem === null ? null : row.problem === problem ? row.problemSince : now;
    const written = await tx
      .update(connections)
      .set({ state, problem, problemSince, updatedAt: now, ...(state === "active" ? { lastSuccessAt: now } : {}) })
      .where(
        and(
          eq(connections.id, row.id),
          eq(connections.state, row.state),
          sql`${connections.credential} IS NOT DISTINCT FROM ${row.credential}`,
          isNull(connections.removedAt),
        ),
      )
      .returning({ id: connections.id });
    if (written.length === 0) return;
    const first = state === "active" && (row.state !== "active" || row.lastSuccessAt === null);
    if (first || row.state !== state || row.problem !== problem) await announce(tx, ctx, { noun: "connection", id: row.id });
    // Reminders that could not be shown in this calendar need not wait for their next try.
    if (first && row.kind === "calendar" && row.settings.writesReminders) await nudgeReminders(tx, ctx, row.userId);
  });
}

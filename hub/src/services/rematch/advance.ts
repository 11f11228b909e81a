import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { rematches, type RematchState } from "../../db/schema/rematches.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { announce } from "../outbox.ts";
import { rightsLock } from "../rights/rules.ts";
import { compareChunk, writeChunk } from "./chunk.ts";

/** What a state goes over into when there is nothing left to do in it. */
const AFTER = { comparing: "ready", applying: "applied", undoing: "undone" } as const satisfies Partial<Record<RematchState, RematchState>>;
const isBusy = (state: RematchState): state is keyof typeof AFTER => Object.hasOwn(AFTER, state);

/** How long one call goes on before it gives an account: short enough for a heartbeat, long enough to be worth a call. */
const SLICE_MS = 5_000;

/**
 * Takes a rematch on, chunk by chunk, each in a transaction of its own: killed anywhere, it goes on where it was.
 * @returns whether there is more to do
 */
export async function advanceRematch(ctx: Ctx, id: string, options: { signal?: AbortSignal } = {}): Promise<{ more: boolean }> {
  const until = Date.now() + SLICE_MS;
  do {
    if (!(await step(ctx, id))) return { more: false };
  } while (Date.now() < until && !options.signal?.aborted);
  return { more: true };
}

async function step(ctx: Ctx, id: string): Promise<boolean> {
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const row = (await tx.select().from(rematches).where(eq(rematches.id, id)).for("update"))[0];
      if (!row || !isBusy(row.state)) return false;
      const { state } = row;
      const result =
        state === "comparing" ? await compareChunk(tx, id) : await writeChunk(tx, ctx, id, state === "applying" ? "apply" : "undo");
      const over = result.looked === 0;
      await tx
        .update(rematches)
        .set({
          done: sql`${rematches.done} + ${result.looked}`,
          ...(state === "comparing" ? { moves: sql`${rematches.moves} + ${result.moved}` } : {}),
          stale: sql`${rematches.stale} + ${result.stale}`,
          updatedAt: ctx.now(),
          ...(over ? { state: AFTER[state], finishedAt: ctx.now() } : {}),
        })
        .where(eq(rematches.id, id));
      if (over) await audit(tx, ctx, { verb: AFTER[state], noun: "rematch", rowId: id, detail: { moves: row.moves, stale: row.stale } });
      await announce(tx, ctx, { noun: "rematch", id });
      return !over;
    },
    { sharedLocks: [rightsLock(ctx.orgId)] },
  );
}

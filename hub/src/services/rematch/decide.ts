import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { rematches, type RematchState } from "../../db/schema/rematches.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayRematch } from "../../policies/rematch.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";

/** What may be decided, from which state, and what it becomes. */
const DECISIONS = {
  apply: { from: "ready", to: "applying" },
  discard: { from: "ready", to: "discarded" },
  undo: { from: "applied", to: "undoing" },
} as const satisfies Record<string, { from: RematchState; to: RematchState }>;
export type RematchDecision = keyof typeof DECISIONS;

/** Applies the preview, throws it away, or takes back what was applied. @throws AppError `not-found`, `forbidden`, `conflict` in another state */
export async function decideRematch(ctx: Ctx, id: string, decision: RematchDecision): Promise<void> {
  const { from, to } = DECISIONS[decision];
  await inTransaction(ctx, async (tx, ctx) => {
    const row = found((await tx.select().from(rematches).where(eq(rematches.id, id)).for("update"))[0], "rematch");
    authorise(mayRematch(ctx.actor, row), "Only who started this, and managers, may decide on it.");
    if (row.state !== from) throw new AppError("conflict", `This cannot be done now: it is ${row.state}.`);
    await tx
      .update(rematches)
      .set({ state: to, done: 0, total: row.moves, updatedAt: ctx.now(), finishedAt: to === "discarded" ? ctx.now() : null })
      .where(eq(rematches.id, id));
    if (to !== "discarded") await enqueueWorkflow(tx, ctx, "rematch", id);
    await audit(tx, ctx, { verb: decision, noun: "rematch", rowId: id });
    await announce(tx, ctx, { noun: "rematch", id });
  });
}

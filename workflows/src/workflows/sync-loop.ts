import { ActivityFailure, CancellationScope, continueAsNew, isCancellation, sleep, workflowInfo } from "@temporalio/workflow";
import type { RowRef } from "@kronika/core/workflow-contract.ts";
import type { SyncRound } from "../activities/index.ts";
import { backOffMs } from "./back-off.ts";
import { listenToChanges } from "./changes.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A run of the workflow ends after this many rounds and goes on as a new one, so that its history stays small (about 10 events a round). */
const ROUNDS_PER_RUN = 300;
/** The shortest time between two looks that only news asked for: a burst of them, or a server that cries wolf, is one look every two seconds. */
const SHORTEST_MS = 2000;

export interface SyncLoop {
  /** One look at the provider, and as much of the work as fits into one activity. */
  round: (ref: RowRef) => Promise<SyncRound>;
  /** A long wait for news at the provider, where there is such a thing. It ends with the first news, and by itself now and then. */
  watch?: (ref: RowRef) => Promise<void>;
  /** Push is a hint, polling is the truth: the longest time between two looks. */
  pollMs: number;
}

/**
 * Keeps one connection in step for as long as its row is there: look, work off what is pending, wait for news. Ends when the row is
 * gone. State, cursor and progress stand in PostgreSQL; this loop decides only when to look again.
 */
export async function keepInSync(ref: RowRef, { round, watch, pollMs }: SyncLoop): Promise<void> {
  const changes = listenToChanges();
  const watching = watch && inBackground(() => watch(ref), changes.raise);
  let failures = 0;

  for (let rounds = 1; ; rounds += 1) {
    changes.seen();
    const { state, pending, retryAfterMs } = await round(ref);
    failures = state === "failing" ? failures + 1 : 0;

    if (state === "gone") return watching?.stop();
    if (state === "ok" && pending === 0) {
      const looked = Date.now();
      watching?.start();
      await changes.waitFor(pollMs);
      const early = looked + SHORTEST_MS - Date.now();
      if (early > 0) await sleep(early);
    } else if (state !== "ok") {
      watching?.stop();
      // What waits for a person is looked at once a day nevertheless: some of it heals without one.
      await changes.waitFor(state === "failing" ? Math.max(backOffMs(failures), retryAfterMs ?? 0) : DAY_MS);
    }

    if (rounds >= ROUNDS_PER_RUN || workflowInfo().continueAsNewSuggested) {
      watching?.stop();
      await continueAsNew<(ref: RowRef) => Promise<void>>(ref);
    }
  }
}

/** One activity beside the loop, which goes on over several rounds. */
function inBackground(run: () => Promise<void>, ended: () => void) {
  let scope: CancellationScope | null = null;
  return {
    /** Does nothing while it still runs. */
    start(): void {
      if (scope) return;
      const mine = new CancellationScope();
      scope = mine;
      const stillMine = () => scope === mine;
      void mine.run(run).then(
        () => {
          if (!stillMine()) return;
          scope = null;
          ended();
        },
        (error: unknown) => {
          if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
          // The provider refused: the poll is enough until the next round tries again.
          if (stillMine()) scope = null;
        },
      );
    },
    stop(): void {
      const mine = scope;
      scope = null;
      mine?.cancel();
    },
  };
}

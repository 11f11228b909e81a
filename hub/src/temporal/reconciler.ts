import type { Deps } from "../context.ts";
import { reconcile } from "../services/reconcile.ts";
import { createBell } from "./bell.ts";
import { isUnavailable, type TemporalClient } from "./client.ts";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** What the outbox carries needs no reconciling; this is for what nobody thought of. */
const EVERY_MS = 6 * 60 * 60 * 1000;

/** Reconciles rows and workflows in the background: at once (as soon as Temporal answers), and every six hours. Never fails. */
export function startReconciler(deps: Deps, temporal: TemporalClient): { stop(): Promise<void> } {
  const controller = new AbortController();
  const halt = createBell();
  const run = async () => {
    let pause = FIRST_PAUSE_MS;
    while (!controller.signal.aborted) {
      try {
        await reconcile(deps, temporal, { signal: controller.signal });
        pause = FIRST_PAUSE_MS;
        await halt.wait(EVERY_MS);
      } catch (err) {
        if (controller.signal.aborted) return;
        if (!isUnavailable(err)) deps.log.warn({ err }, "reconciling failed; trying again");
        await halt.wait(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  };
  const done = run();
  return {
    async stop() {
      controller.abort();
      halt.ring();
      await done;
    },
  };
}

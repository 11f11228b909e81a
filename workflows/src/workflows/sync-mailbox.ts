import { proxyActivities } from "@temporalio/workflow";
import { taskQueues, type RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities } from "../activities/index.ts";
import { keepInSync } from "./sync-loop.ts";

const { syncMailboxRound } = proxyActivities<Activities>({
  startToCloseTimeout: "10 minutes",
  // A worker that was killed is found out by its silence, and another one goes on within seconds.
  heartbeatTimeout: "20 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** Waiting takes no slot of those who work: it has a task queue of its own. */
const { watchMailbox } = proxyActivities<Activities>({
  taskQueue: taskQueues.watch,
  startToCloseTimeout: "30 minutes",
  heartbeatTimeout: "20 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "5 minutes" },
});

/** Keeps one mailbox in step: woken by the server (IMAP IDLE) within a second or two, and looks by itself every five minutes. */
export async function syncMailbox(ref: RowRef): Promise<void> {
  await keepInSync(ref, { round: syncMailboxRound, watch: watchMailbox, pollMs: 5 * 60 * 1000 });
}

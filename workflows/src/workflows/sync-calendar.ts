import { proxyActivities } from "@temporalio/workflow";
import type { RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities } from "../activities/index.ts";
import { keepInSync } from "./sync-loop.ts";

const { syncCalendarRound } = proxyActivities<Activities>({
  startToCloseTimeout: "10 minutes",
  heartbeatTimeout: "20 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/** Keeps one calendar in step. CalDAV has no push: it is asked once a minute, for what changed since the last time. */
export async function syncCalendar(ref: RowRef): Promise<void> {
  await keepInSync(ref, { round: syncCalendarRound, pollMs: 60 * 1000 });
}

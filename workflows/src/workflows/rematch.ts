import { continueAsNew, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities } from "../activities/index.ts";
import { listenToChanges } from "./changes.ts";

const { advanceRematch } = proxyActivities<Activities>({
  startToCloseTimeout: "5 minutes",
  heartbeatTimeout: "20 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/**
 * Takes a rematch on until it waits for a person: the preview stands, or it is applied or taken back. A decision starts the workflow
 * again. Which step it is stands in the row.
 */
export async function rematch(ref: RowRef): Promise<void> {
  const changes = listenToChanges();
  for (;;) {
    changes.seen();
    const { more } = await advanceRematch(ref);
    // A decision that came during the last step is still to be followed.
    if (!more && !changes.waiting) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof rematch>(ref);
  }
}

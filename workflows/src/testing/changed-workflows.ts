import { condition, defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import { changedSignal, type RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities } from "../activities/index.ts";

const { clearCalendar, loadReminder } = proxyActivities<Activities>({ startToCloseTimeout: "30 seconds" });

/** What nobody may do to a workflow that runs already, so that the replay has something to find: an activity before the first one. */
export async function reminder(ref: RowRef): Promise<void> {
  let changed = false;
  setHandler(defineSignal(changedSignal), () => {
    changed = true;
  });
  await clearCalendar(ref);
  while ((await loadReminder(ref)).phase !== "over") {
    await condition(() => changed);
    changed = false;
  }
}

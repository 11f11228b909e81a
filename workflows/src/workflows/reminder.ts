import { continueAsNew, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities } from "../activities/index.ts";
import { keepCalendarEntry } from "./calendar-entry.ts";
import { listenToChanges } from "./changes.ts";

const { loadReminder, fallDue } = proxyActivities<Activities>({
  startToCloseTimeout: "30 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/**
 * Watches the clock for one reminder. The row says what is to be done and until when; a reply, a snooze or a click changes the row and
 * signals. The calendar is kept up to date beside it: a calendar that fails never delays the reminder.
 */
export async function reminder(ref: RowRef): Promise<void> {
  const changes = listenToChanges();
  const entry = keepCalendarEntry(ref);

  for (;;) {
    changes.seen();
    const row = await loadReminder(ref);
    if (row.phase === "over") {
      await entry.clear(changes);
      // Reopened meanwhile: it is not over.
      if (changes.waiting) continue;
      return;
    }
    if (row.calendar === "wanted") entry.show(row.version);

    if (row.phase === "due") await changes.wait();
    else if (!(await changes.waitUntil(row.dueAt))) await fallDue({ ...ref, at: new Date().toISOString() });

    if (workflowInfo().continueAsNewSuggested) {
      await entry.settle();
      await continueAsNew<typeof reminder>(ref);
    }
  }
}

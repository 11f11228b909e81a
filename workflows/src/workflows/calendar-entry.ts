import { ActivityCancellationType, ActivityFailure, CancellationScope, isCancellation, proxyActivities } from "@temporalio/workflow";
import type { RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities } from "../activities/index.ts";
import type { Changes } from "./changes.ts";

/** A calendar may be down for days; each try is short, and the next one comes later and later, up to a day. */
const { showInCalendar, clearCalendar } = proxyActivities<Activities>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "5 seconds", backoffCoefficient: 3, maximumInterval: "1 day" },
  // The next move starts when the last one has really ended: two writers of one entry would undo each other.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** The reminder's entry in the rep's calendar, moved beside the workflow. */
export interface CalendarEntry {
  /**
   * Writes the entry as the row is now, in the background. Nothing to do for a version that stands there; a try that is still going on,
   * or waits for its next turn, begins anew.
   */
  show(version: string): void;
  /** Takes the entry out of the calendar. Returns when it is out, or when the row has changed and nobody knows any more. */
  clear(changes: Changes): Promise<void>;
  /** Ends what goes on in the background. */
  settle(): Promise<void>;
}

export function keepCalendarEntry(ref: RowRef): CalendarEntry {
  /** The version that stands in the calendar, as far as we know. */
  let shown: string | null = null;
  let scope: CancellationScope | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** Cancels the move under way, waits for its end, then makes this one. Tells whether it was made. */
  const move = (activity: (ref: RowRef) => Promise<void>): Promise<boolean> => {
    scope?.cancel();
    const mine = new CancellationScope();
    scope = mine;
    const before = last;
    const made = (async () => {
      await before;
      await mine.run(() => activity(ref));
      return true;
    })().catch(onlyExpected);
    last = made;
    return made;
  };
  const settle = async () => {
    scope?.cancel();
    await last;
  };
  const show = async (version: string) => {
    shown = null;
    if (await move(showInCalendar)) shown = version;
  };

  return {
    show(version) {
      if (shown !== version) void show(version);
    },
    async clear(changes) {
      shown = null;
      await Promise.race([move(clearCalendar), changes.wait()]);
      if (changes.waiting) await settle();
    },
    settle,
  };
}

/** A move that was cancelled, or refused for good, is over: the connection's row says what is wrong with the calendar. */
function onlyExpected(error: unknown): false {
  if (isCancellation(error) || error instanceof ActivityFailure) return false;
  throw error;
}

import { condition, defineSignal, setHandler } from "@temporalio/workflow";
import { changedSignal } from "@kronika/core/workflow-contract.ts";

/** What a workflow knows between two looks at its row: whether there is a reason for the next one. */
export interface Changes {
  /** Whether the row must be read again. */
  readonly waiting: boolean;
  /** The workflow's own reason to look again, as if it had been signalled. */
  raise: () => void;
  /** Call it right before reading the row: what is signalled from here on wakes the next wait. */
  seen: () => void;
  /** Resolves when the row has changed. */
  wait: () => Promise<void>;
  /** Waits until `at` (ISO instant of the workflow's clock), at most. True when the row changed before. */
  waitUntil: (at: string) => Promise<boolean>;
  /** Waits `ms` milliseconds at most. True when the row changed before. */
  waitFor: (ms: number) => Promise<boolean>;
}

/**
 * Listens to `changed`. The signal carries nothing: a timer that must move is a wait that ends, a row that is read again and a new
 * wait, so that repeated and reordered signals are harmless.
 */
export function listenToChanges(): Changes {
  let waiting = false;
  setHandler(defineSignal(changedSignal), () => {
    waiting = true;
  });
  const waitFor = async (ms: number) => waiting || (ms > 0 && (await condition(() => waiting, ms)));
  return {
    get waiting() {
      return waiting;
    },
    raise() {
      waiting = true;
    },
    seen() {
      waiting = false;
    },
    wait: () => condition(() => waiting),
    waitUntil: (at) => waitFor(Date.parse(at) - Date.now()),
    waitFor,
  };
}

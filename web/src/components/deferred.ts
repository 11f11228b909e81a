import { useSyncExternalStore } from "react";
import { notifyProblem, notifyUndo, UNDO_MS } from "./notify.tsx";

/**
 * Removing with undo, for things that the hub cannot bring back: they vanish from the page at once, and the request is sent only when the
 * time for undo has passed or the page is closed.
 */
let hidden: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();
const waiting = new Map<string, { send: () => void; timer: number }>();

function setHidden(next: ReadonlySet<string>): void {
  hidden = next;
  for (const listener of listeners) listener();
}

const without = (id: string): ReadonlySet<string> => new Set([...hidden].filter((one) => one !== id));

interface Removal {
  id: string;
  /** Says what was removed. */
  message: string;
  /** Sends the request. `keepalive` while the page is closing. */
  send: (options: { keepalive: boolean }) => Promise<unknown>;
  /** Called after the request has succeeded. */
  onSent?: () => unknown;
}

/** Hides a row now, removes it a little later, and offers to take it back in between. A refusal brings the row back and says why. */
export function removeWithUndo({ id, message, send, onSent }: Removal): void {
  const finish = (keepalive: boolean) => {
    const entry = waiting.get(id);
    if (!entry) return;
    window.clearTimeout(entry.timer);
    waiting.delete(id);
    send({ keepalive }).then(
      () => onSent?.(),
      (error: unknown) => {
        setHidden(without(id));
        notifyProblem(error);
      },
    );
  };
  setHidden(new Set([...hidden, id]));
  waiting.set(id, { send: () => finish(true), timer: window.setTimeout(() => finish(false), UNDO_MS) });
  notifyUndo(message, () => {
    window.clearTimeout(waiting.get(id)?.timer);
    waiting.delete(id);
    setHidden(without(id));
  });
}

if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => {
    for (const entry of waiting.values()) entry.send();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Ids of rows that are being removed and must not be shown. */
export const useHidden = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => hidden);

import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, type ProcessIdentity } from "./identity.ts";

const POLITE_MS = 10_000;

/** Whether the process has ended. */
export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Resolves when the process has ended: at once if it has. */
export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child) || child.pid === undefined) resolve();
    else child.once("exit", () => resolve());
  });

/** Ends a child: with the signal, and for good if it is still there after ten seconds. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals, politeMs = POLITE_MS): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), politeMs);
  await ended(child);
  clearTimeout(timer);
}

/**
 * Ends a process that is not our child, e.g. what a killed supervisor left behind.
 * @param grace how long it may end by itself before it is asked to (the guard of the killed one may be at it)
 */
export async function stopProcess(known: ProcessIdentity, signal: NodeJS.Signals, graceMs = 0, politeMs = POLITE_MS): Promise<void> {
  if (await goneWithin(known, graceMs)) return;
  send(known.pid, signal);
  if (await goneWithin(known, politeMs)) return;
  send(known.pid, "SIGKILL");
  if (!(await goneWithin(known, politeMs))) throw new Error(`process ${known.pid} cannot be ended`);
}

async function goneWithin(known: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (isAlive(known)) {
    if (performance.now() >= deadline) return false;
    await delay(25);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure.ts";
import { hasEnded } from "../processes/stop.ts";
import { ROOT } from "../root.ts";
import type { Part } from "./part.ts";

/** Longer than a slow machine needs under load; a part that is not ready by then hangs. */
const PATIENCE_MS = 120_000;

type Environment = Record<string, string | undefined>;

/** The hub: ready when its health page says so. */
export const hubPart = (env: Environment, origin: string): Part => ({
  id: "hub",
  name: "Hub",
  stopSignal: "SIGTERM",
  speaks: true,
  start: async () => startScript("hub/src/server.ts", env),
  ready: async (child) => {
    await until(child, "The hub", async () => (await askHealth(origin)).hub === "ok");
    return "";
  },
});

/** The worker: ready when it says so. */
export const workerPart = (env: Environment): Part => ({
  id: "worker",
  name: "Worker",
  stopSignal: "SIGTERM",
  speaks: true,
  start: async () => startScript("workflows/src/worker.ts", env),
  ready: async (child) => {
    let ready = false;
    child.on("message", (message) => {
      if (typeof message === "object" && message !== null && "ready" in message) ready = true;
    });
    await until(child, "The worker", async () => ready);
    return "";
  },
});

/**
 * Waits until the hub finds everything well: the worker is ready a moment before Temporal has heard from it.
 * @returns false when it does not within a minute
 */
export async function untilWell(origin: string): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS / 2;
  while (performance.now() < deadline) {
    const { status } = await askHealth(origin).catch(() => ({ status: undefined }));
    if (status === "ok") return true;
    await delay(100);
  }
  return false;
}

async function askHealth(origin: string): Promise<{ hub?: unknown; status?: unknown }> {
  const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(5000) });
  return (await response.json()) as { hub?: unknown; status?: unknown };
}

/** The channel lets the script notice when we are gone. A process group of its own: Ctrl-C must reach us alone. */
function startScript(script: string, env: Environment): ChildProcess {
  return spawn(process.execPath, [`${ROOT}${script}`], { cwd: ROOT, env, detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] });
}

async function until(child: ChildProcess, name: string, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isReady().catch(() => false))) {
    if (hasEnded(child)) throw new Failure(`${name} ended while it started.`);
    if (performance.now() > deadline) throw new Failure(`${name} is not ready after ${PATIENCE_MS / 1000} s: its log says more.`);
    await delay(50);
  }
}

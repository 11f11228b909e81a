import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure.ts";
import { hasEnded } from "../processes/stop.ts";

export type DevServer = {
  /** Temporal's program: see find.ts. */
  program: string;
  port: number;
  /** Where the workflows are kept; without it in memory only. */
  file?: string;
};

/** Starts Temporal's development server on the loopback address. Its standard output carries its log as JSON lines. */
export function startDevServer({ program, port, file }: DevServer): ChildProcess {
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const args = [
    "server",
    "start-dev",
    "--headless",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--log-format",
    "json",
    "--log-level",
    "warn",
  ];
  // Write-ahead log, one fsync per checkpoint: five times the starts a second, and as safe against a kill.
  if (file !== undefined) args.push("--db-filename", file, "--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1");
  // A process group of its own: Ctrl-C in the terminal must reach us alone, we then stop it in order.
  return spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
}

/** Waits until the server serves its namespace. @throws Failure when it ends meanwhile */
export async function untilServing(server: ChildProcess, port: number, namespace = "default"): Promise<void> {
  while (!(await isServing(port, namespace))) {
    if (hasEnded(server)) throw new Failure("Temporal ended while it started.");
    await delay(50);
  }
}

async function isServing(port: number, namespace: string): Promise<boolean> {
  try {
    // Loaded while the server starts.
    const { checkTemporal } = await import("./check.ts");
    await checkTemporal({ address: `127.0.0.1:${port}`, namespace });
    return true;
  } catch {
    return false;
  }
}

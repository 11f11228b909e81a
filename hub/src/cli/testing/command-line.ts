// Runs the real command line as a process of its own, for tests.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ended } from "../processes/stop.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Settings of the machine that runs the tests must not decide about their outcome. */
const OURS = [
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "TEMPORAL_ADDRESS",
  "TEMPORAL_NAMESPACE",
  "KRONIKA_DATA",
  "KRONIKA_KEY",
  "PORT",
  "HOST",
  "KRONIKA_PUBLIC_URL",
];

const LONGEST_MS = 100_000;

type Environment = Record<string, string>;

/** What a command came to. */
export type Outcome = { code: number | null; stdout: string; stderr: string };

/** Runs a command to its end. */
export async function kronika(args: readonly string[], env: Environment = {}): Promise<Outcome> {
  const running = startKronika(args, env);
  // One that hangs must not outlive its test.
  const timer = setTimeout(() => running.child.kill("SIGKILL"), LONGEST_MS);
  await ended(running.child);
  clearTimeout(timer);
  return { code: running.child.exitCode, stdout: running.stdout(), stderr: running.stderr() };
}

/** A command that goes on, e.g. `start`. */
export type Running = { child: ChildProcess; stdout: () => string; stderr: () => string };

export function startKronika(args: readonly string[], env: Environment = {}): Running {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.includes(name)));
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...clean, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return { child, stdout: () => stdout, stderr: () => stderr };
}

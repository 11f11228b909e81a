import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { initialise, isInitialised, openCluster, startServer, untilReady } from "@kronika/hub/cli/postgres/cluster.ts";
import { freePort } from "@kronika/hub/cli/processes/ports.ts";
import { stopChild } from "@kronika/hub/cli/processes/stop.ts";
import { startDevServer, untilServing } from "@kronika/hub/cli/temporal/dev-server.ts";
import { findTemporal } from "@kronika/hub/cli/temporal/find.ts";
import { startKronika } from "@kronika/hub/cli/testing/command-line.ts";
import type { BenchRow } from "../setup/bench-row.ts";

const ROUNDS = 3;

/**
 * How long a start takes, on an empty data folder and on one that was used, as a whole and per part. The yardstick is what nobody can save: PostgreSQL (set up and
 * started) and Temporal side by side, bare. Everything is built before.
 */
export default async function benchStart(): Promise<BenchRow[]> {
  const measured = { cold: [] as number[], warm: [] as number[], bareCold: [] as number[], bareWarm: [] as number[] };
  const parts = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    await inFolder(async (folder) => {
      measured.bareCold.push(await bareStart(folder));
      measured.bareWarm.push(await bareStart(folder));
    });
    await inFolder(async (folder) => {
      for (const kind of ["cold", "warm"] as const) {
        const { seconds, lines } = await ourStart(folder);
        measured[kind].push(seconds);
        for (const [name, took] of lines) parts.set(`${kind}, ${name}`, [...(parts.get(`${kind}, ${name}`) ?? []), took]);
      }
    });
  }
  const whole = (kind: "cold" | "warm", bare: number[]): BenchRow => {
    const [ours, yardstick] = [median(measured[kind]), median(bare)];
    return { name: `start, ${kind}`, ours, yardstick, ratio: ours / yardstick, unit: "s" };
  };
  return [
    whole("cold", measured.bareCold),
    whole("warm", measured.bareWarm),
    ...[...parts].map(([name, took]) => ({ name: `start, ${name}`, ours: median(took), yardstick: null, ratio: null, unit: "s" })),
  ];
}

/** Seconds until the last line of a start, and those of each part by its own line. */
async function ourStart(folder: string): Promise<{ seconds: number; lines: [string, number][] }> {
  const begun = performance.now();
  const running = startKronika(["start", "--data", join(folder, "data"), "--port", String(await freePort()), "--no-build"]);
  try {
    while (!running.stdout().includes("Kronika is ready")) {
      if (running.child.exitCode !== null) throw new Error(running.stderr());
      await delay(5);
    }
    const seconds = (performance.now() - begun) / 1000;
    const lines = [...running.stdout().matchAll(/^✓ (PostgreSQL|Temporal|Tables|Hub|Worker).* {2}(\d+\.\d) s$/gm)];
    return { seconds, lines: lines.map(([, name = "", took]) => [name, Number(took)]) };
  } finally {
    await stopChild(running.child, "SIGTERM", 30_000);
  }
}

async function bareStart(folder: string): Promise<number> {
  const begun = performance.now();
  const stops = await Promise.all([barePostgres(join(folder, "postgres")), bareTemporal(join(folder, "temporal.db"))]);
  const seconds = (performance.now() - begun) / 1000;
  await Promise.all(stops.map((stop) => stop()));
  return seconds;
}

async function barePostgres(folder: string): Promise<() => Promise<void>> {
  const cluster = await openCluster(folder);
  if (!isInitialised(cluster)) await initialise(cluster, "bench");
  const port = await freePort();
  const server = startServer(cluster, port);
  server.stderr?.resume();
  await untilReady(server, port, "bench");
  return () => stopChild(server, "SIGINT");
}

async function bareTemporal(file: string): Promise<() => Promise<void>> {
  const { path: program } = await findTemporal(() => undefined);
  const port = await freePort();
  const server = startDevServer({ program, port, file });
  server.stdout?.resume();
  server.stderr?.resume();
  await untilServing(server, port);
  return () => stopChild(server, "SIGTERM");
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kronika-bench-start-"));
  // As root PostgreSQL runs under another account, which must pass through here.
  chmodSync(folder, 0o711);
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

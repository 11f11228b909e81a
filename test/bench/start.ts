import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, isUpToDate } from "@kronika/hub/cli/build/build.ts";
import { buildTargets } from "@kronika/hub/cli/build/targets.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { startBare, type BareStart } from "./lib/bare-servers.ts";
import { startOnce, type Started } from "./lib/kronika-start.ts";
import { median } from "./lib/numbers.ts";

const ROUNDS = 2;

/**
 * How long `kronika start` takes on an empty data folder (cold) and on one that has been used (warm), until it is ready and by part. What
 * is built from sources is built before. The yardstick: `initdb` and `postgres` beside `temporal server start-dev`, until both answer, on
 * an empty folder and on a used one. In turns; the ratio is of the medians.
 */
export default async function benchStart(): Promise<BenchRow[]> {
  for (const target of buildTargets()) if (!isUpToDate(target)) await build(target, () => undefined);
  const measured = { cold: new Measured(), warm: new Measured() };
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "kronika-bench-"));
    // As root PostgreSQL runs under another account, which must pass through here.
    chmodSync(folder, 0o711);
    try {
      for (const kind of ["cold", "warm"] as const) {
        measured[kind].bare.push(await startBare(folder));
        measured[kind].ours.push(await startOnce(join(folder, "kronika")));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return Object.entries(measured).flatMap(([kind, { ours, bare }]) => rowsOf(kind, ours, bare));
}

class Measured {
  readonly ours: Started[] = [];
  readonly bare: BareStart[] = [];
}

function rowsOf(kind: string, ours: readonly Started[], bare: readonly BareStart[]): BenchRow[] {
  const bareParts = new Map<string, number>([
    ["PostgreSQL", median(bare.map(({ postgres }) => postgres))],
    ["Temporal", median(bare.map(({ temporal }) => temporal))],
  ]);
  const row = (name: string, seconds: number, yardstick: number | null): BenchRow => ({
    name: `start ${kind}, ${name}`,
    ours: seconds,
    yardstick,
    ratio: yardstick === null ? null : seconds / yardstick,
    unit: "s",
  });
  const parts = [...new Set(ours.flatMap((start) => [...start.parts.keys()]))];
  return [
    row("until ready", median(ours.map(({ ready }) => ready)), Math.max(...bareParts.values())),
    ...parts.map((part) => row(part, median(ours.flatMap((start) => start.parts.get(part) ?? [])), bareParts.get(part) ?? null)),
  ];
}

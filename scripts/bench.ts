/**
 * `pnpm bench [NAME...] [--json]`: each line has ours, the yardstick measured in the same minute, their ratio, and whether the bar is met
 * where there is one. Exit 1 when a benchmark fails, 2 for an unknown name.
 */
import { globSync } from "node:fs";
import { basename } from "node:path";
import { meets, type BenchRow } from "../test/setup/bench-row.ts";
import { ROOT } from "./lib/vitest.ts";

const files = globSync("test/bench/*.ts", { cwd: ROOT, exclude: ["**/*.test.ts"] }).toSorted();
const known = files.map((path) => basename(path, ".ts"));
const json = process.argv.includes("--json");
const wanted = process.argv.slice(2).filter((word) => word !== "--json");
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`✗ There is no benchmark "${unknown}": choose of ${known.join(", ")}.`);
  process.exit(2);
}

const rows: (BenchRow & { bench: string })[] = [];
const failed: string[] = [];
for (const bench of known.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  console.error(`… ${bench}`);
  try {
    const { default: run } = (await import(`${ROOT}test/bench/${bench}.ts`)) as { default: () => Promise<BenchRow[]> };
    for (const row of await run()) {
      rows.push({ bench, ...row });
      if (!json) console.log(lineOf(row));
    }
  } catch (error) {
    failed.push(bench);
    console.error(`✗ ${bench}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
if (json) console.log(JSON.stringify({ rows, failed }));
process.exit(failed.length === 0 ? 0 : 1);

function lineOf(row: BenchRow): string {
  const { name, ours, yardstick, ratio, unit } = row;
  return `${name}: ours ${figure(ours)} ${unit}, yardstick ${figure(yardstick)}${yardstick === null ? "" : ` ${unit}`}, ratio ${ratio === null ? "-" : ratio.toFixed(2)}${barOf(row)}`;
}

/** What is asked of the figure, and whether it is met: the commission's bars, which a loaded machine may miss. */
function barOf(row: BenchRow): string {
  const { bar, unit } = row;
  if (!bar) return "";
  const asked = "atMost" in bar ? `≤ ${figure(bar.atMost)}` : `≥ ${figure(bar.atLeast)}`;
  return `, bar ${bar.of === "ratio" ? `ratio ${asked}` : `${asked} ${unit}`}: ${meets(row) ? "met" : "MISSED"}`;
}

/** Three digits that count, no more: the machine is noisy. */
function figure(value: number | null): string {
  if (value === null) return "-";
  return new Intl.NumberFormat("en", Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }).format(
    value,
  );
}

/** What is asked of a figure: ours itself (in its unit), or its ratio to the yardstick. */
export type Bar = { of: "ours" | "ratio" } & ({ atMost: number } | { atLeast: number });

/** One line of a benchmark: our figure, that of the yardstick in the same minute, and ours / yardstick; null where there is none. */
export type BenchRow = { name: string; ours: number; yardstick: number | null; ratio: number | null; unit: string; bar?: Bar };

/** Whether the bar is met; null for a figure of which nothing is asked. */
export function meets({ ours, ratio, bar }: BenchRow): boolean | null {
  const value = bar?.of === "ratio" ? ratio : ours;
  if (!bar || value === null) return null;
  return "atMost" in bar ? value <= bar.atMost : value >= bar.atLeast;
}

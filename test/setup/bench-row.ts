/** One line of a benchmark: our figure, that of the yardstick in the same minute, and ours / yardstick; null where there is none. */
export type BenchRow = { name: string; ours: number; yardstick: number | null; ratio: number | null; unit: string };

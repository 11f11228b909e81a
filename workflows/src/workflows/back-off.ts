const FIRST_MS = 5000;
const LONGEST_MS = 15 * 60 * 1000;

/** How long to wait after the n-th failure in a row: 5 s, 10 s, 20 s ... 15 min. */
export const backOffMs = (failures: number): number => Math.min(FIRST_MS * 2 ** Math.max(failures - 1, 0), LONGEST_MS);

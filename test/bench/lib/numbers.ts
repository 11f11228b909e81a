/** The value in the middle; 0 for none. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** @param share 0..1, e.g. 0.95 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

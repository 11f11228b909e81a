/** A share with the interval in which the true one lies with 95 % confidence (Wilson 1927): of 2 in 3 it says how little that is. */
export interface Share {
  value: number;
  low: number;
  high: number;
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959_963_984_540_054;

/** @returns null for a share of nothing @throws RangeError unless 0 <= hits <= count */
export function wilson(hits: number, count: number): Share | null {
  if (!(hits >= 0 && hits <= count)) throw new RangeError(`${hits} of ${count} is no share`);
  if (count === 0) return null;
  const p = hits / count;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z / (1 + z2 / count)) * Math.sqrt((p * (1 - p)) / count + z2 / (4 * count * count));
  // At the ends the interval begins and ends exactly there; rounding would say otherwise.
  return { value: p, low: hits === 0 ? 0 : Math.max(0, centre - half), high: hits === count ? 1 : Math.min(1, centre + half) };
}

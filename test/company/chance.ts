import { createRandom } from "@kronika/hub/cli/demo/random.ts";

/** Dice of the generator: the same seed throws the same. */
export interface Chance {
  /** A whole number, both bounds included. */
  between(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** `n` different ones, or all if there are fewer. */
  some<T>(list: readonly T[], n: number): T[];
  happens(probability: number): boolean;
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

export function createChance(seed: number): Chance {
  const { between, pick } = createRandom(seed);
  const happens = (probability: number) => between(1, 1_000_000) <= probability * 1_000_000;
  return {
    between,
    pick,
    happens,
    some: (list, n) => {
      const rest = [...list];
      return Array.from({ length: Math.min(n, rest.length) }, () => rest.splice(between(0, rest.length - 1), 1)[0]!);
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = between(
        1,
        entries.reduce((sum, [, weight]) => sum + weight, 0),
      );
      for (const [key, weight] of entries) {
        left -= weight;
        if (left <= 0) return key;
      }
      return entries[0]![0];
    },
  };
}

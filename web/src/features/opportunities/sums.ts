import type { Opportunity } from "../../api/types.ts";

/** Sums of values by currency, in cents so that nothing is rounded; the largest first. Values stay decimal strings. */
export function sumByCurrency(items: readonly Pick<Opportunity, "value" | "currency">[]): [currency: string, sum: string][] {
  const cents = new Map<string, bigint>();
  for (const { value, currency } of items) {
    if (value === null) continue;
    const [whole = "0", fraction = ""] = value.split(".");
    cents.set(currency, (cents.get(currency) ?? 0n) + BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0").slice(0, 2)));
  }
  return [...cents]
    .sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
    .map(([currency, sum]) => [currency, `${sum / 100n}.${String(sum % 100n).padStart(2, "0")}`]);
}

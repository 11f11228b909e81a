import { expect, test } from "vitest";
import { sumByCurrency } from "./sums.ts";

test("values are summed to the cent, by currency, the largest first; none is nothing", () => {
  const items = [
    { value: "0.10", currency: "EUR" },
    { value: "0.20", currency: "EUR" },
    { value: "9999999999999.99", currency: "CZK" },
    { value: null, currency: "EUR" },
    { value: "5", currency: "EUR" },
  ];
  expect(sumByCurrency(items)).toEqual([
    ["CZK", "9999999999999.99"],
    ["EUR", "5.30"],
  ]);
  expect(sumByCurrency([])).toEqual([]);
});

import { expect, test } from "vitest";
import { queryFilters } from "./query-filters.ts";

test("days of the address become instants of the organisation's zone, the last day whole", () => {
  const filters = queryFilters({ kind: "email", from: "2026-11-01", to: "2026-11-24" }, "Europe/Bratislava");
  expect(filters).toMatchObject({ kind: "email", from: "2026-10-31T23:00:00Z", to: "2026-11-24T22:59:59.999Z" });
});

test("the day on which the clocks change is whole too", () => {
  expect(queryFilters({ from: "2026-03-29", to: "2026-03-29" }, "Europe/Bratislava")).toMatchObject({
    from: "2026-03-28T23:00:00Z",
    to: "2026-03-29T21:59:59.999Z",
  });
});

test("no filters stay none", () => {
  expect(Object.values(queryFilters({}, "UTC")).every((value) => value === undefined)).toBe(true);
});

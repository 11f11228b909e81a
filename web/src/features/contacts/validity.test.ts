import { expect, test } from "vitest";
import { isEnded, validDays, validInstants } from "./validity.ts";

const ZONE = "Europe/Bratislava";

test("the last day is included: it ends where the next one begins, also over the change of the clocks", () => {
  const days = { from: "2026-03-29", to: "2026-10-25" };
  const instants = validInstants(days, ZONE);
  expect(instants).toEqual({ validFrom: "2026-03-28T23:00:00Z", validTo: "2026-10-25T23:00:00Z" });
  expect(validDays(instants, ZONE)).toEqual(days);
  expect(validDays(validInstants({ from: null, to: null }, ZONE), ZONE)).toEqual({ from: null, to: null });
});

test("an address has ended from its end on", () => {
  expect(isEnded({ validTo: "2026-10-25T23:00:00Z" }, "2026-10-25T22:59:59Z")).toBe(false);
  expect(isEnded({ validTo: "2026-10-25T23:00:00Z" }, "2026-10-25T23:00:00Z")).toBe(true);
  expect(isEnded({ validTo: null }, "2026-10-25T23:00:00Z")).toBe(false);
});

import { expect, test } from "vitest";
import { parseDay } from "./parse-day.ts";

/** A Tuesday. */
const TODAY = "2026-11-24";

test.each([
  ["24.11.2026", "2026-11-24"],
  ["24. 11. 2026", "2026-11-24"],
  ["1/12/26", "2026-12-01"],
  ["2026-12-01", "2026-12-01"],
  ["1.12.", "2026-12-01"],
  ["1. 12", "2026-12-01"],
  ["1.2.", "2027-02-01"],
  ["dnes", "2026-11-24"],
  ["Zajtra", "2026-11-25"],
  ["pozajtra", "2026-11-26"],
  ["včera", "2026-11-23"],
  ["piatok", "2026-11-27"],
  ["Štvrtok", "2026-11-26"],
  ["utorok", "2026-12-01"],
  ["monday", "2026-11-30"],
  ["tomorrow", "2026-11-25"],
])("%s is understood as %s", (text, day) => {
  expect(parseDay(text, TODAY)).toBe(day);
});

test.each(["31.2.2026", "32.1.", "hocikedy", "", "24.13.2026", "1.2.3.4"])("%s is no day", (text) => {
  expect(parseDay(text, TODAY)).toBeNull();
});

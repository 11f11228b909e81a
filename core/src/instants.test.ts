import { expect, test } from "vitest";
import { secondsBetween, toUtcInstant } from "./instants.ts";

test.each([
  ["2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00Z"],
  ["2026-11-24T09:00:00.123Z", "2026-11-24T09:00:00Z"],
  ["2026-11-24T09:00Z", "2026-11-24T09:00:00Z"],
  ["2026-11-24T09:00:00", null],
  ["2026-11-24", null],
  ["2026-13-24T09:00:00Z", null],
  ["0000-01-01T00:00:00Z", null],
  ["0001-01-01T00:00:00+01:00", null],
  ["0013-01-01T00:00:00Z", null],
  ["0100-01-01T00:00:00+01:00", null],
  ["0100-01-01T00:00:00Z", "0100-01-01T00:00:00Z"],
  ["9999-12-31T23:59:59-01:00", null],
  ["yesterday", null],
])("%s is the instant %s", (text, expected) => expect(toUtcInstant(text)).toBe(expected));

test("seconds between instants of different offsets", () => {
  expect(secondsBetween("2026-11-24T10:00:00+01:00", "2026-11-24T09:01:30Z")).toBe(90);
  expect(secondsBetween("2026-11-24T10:00:00", "2026-11-24T09:01:30Z")).toBeNull();
});

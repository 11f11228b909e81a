import { describe, expect, test } from "vitest";
import { relativeTime, snoozeUntil } from "./time.ts";

describe("times in words", () => {
  const now = Date.UTC(2026, 10, 24, 12);
  test.each([
    [now - 30_000, "this minute", "v tejto minúte"],
    [now - 5 * 60_000, "5 minutes ago", "pred 5 minútami"],
    [now - 3 * 3_600_000, "3 hours ago", "pred 3 hodinami"],
    [now - 86_400_000, "yesterday", "včera"],
    [now + 2 * 86_400_000, "in 2 days", "pozajtra"],
    [now - 40 * 86_400_000, "Oct 15, 2026", "15. 10. 2026"],
    [Number.NaN, "", ""],
  ])("%d", (moment, en, sk) => expect([relativeTime(moment, "en", now), relativeTime(moment, "sk", now)]).toEqual([en, sk]));
});

describe("putting off", () => {
  const local = (iso: string) => {
    const date = new Date(iso);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate(), date.getHours()];
  };
  test.each([
    ["Tuesday", new Date(2026, 10, 24, 15), [2026, 11, 30, 8]],
    ["Sunday", new Date(2026, 10, 29, 15), [2026, 11, 30, 8]],
    ["Monday: the next one, not today", new Date(2026, 10, 30, 7), [2026, 12, 7, 8]],
  ])("until next Monday, on a %s", (_, now, expected) => expect(local(snoozeUntil("monday", now))).toEqual(expected));

  test("until tomorrow, over the end of a month", () =>
    expect(local(snoozeUntil("tomorrow", new Date(2026, 10, 30, 23)))).toEqual([2026, 12, 1, 8]));
  test("for an hour", () => expect(snoozeUntil("hour", new Date("2026-11-24T12:00:00Z"))).toBe("2026-11-24T13:00:00.000Z"));
});

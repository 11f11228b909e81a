import { describe, expect, test } from "vitest";
import { createFormat } from "./format.ts";

const NOW = "2026-11-24T12:00:00Z";
const sk = createFormat("sk", "Europe/Bratislava");
const en = createFormat("en", "Europe/Bratislava");
/** Intl writes no-break spaces of several kinds. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("dates as people here write them", () => {
  test("in the organisation's zone, in both languages", () => {
    expect(plain(sk.dateTime("2026-11-24T23:05:00Z"))).toBe("25. 11. 2026 00:05");
    expect(plain(en.dateTime("2026-11-24T23:05:00Z"))).toBe("25/11/2026, 00:05");
    expect(sk.weekday("2026-11-23T10:00:00Z", NOW)).toBe("pondelok 23. novembra");
    expect(sk.weekday("2025-11-23T10:00:00Z", NOW)).toContain("2025");
    expect(sk.month("2026-10-02T10:00:00Z")).toBe("október 2026");
    expect(sk.exact("2026-11-24T13:05:09Z")).toContain("utorok 24. novembra 2026");
  });

  test("a calendar day does not move with the zone", () => {
    expect(plain(createFormat("sk", "Pacific/Auckland").day("2026-12-31"))).toBe("31. 12. 2026");
  });

  test.each([
    ["2026-11-24T11:55:00Z", "pred 5 min", "5 min ago"],
    ["2026-11-24T09:00:00Z", "pred 3 h", "3 hr ago"],
    ["2026-11-23T22:50:00Z", "včera", "yesterday"],
    ["2026-11-25T08:00:00Z", "zajtra", "tomorrow"],
    ["2026-11-20T12:00:00Z", "pred 4 dňami", "4 days ago"],
    ["2026-08-01T12:00:00Z", "1. 8. 2026", "01/08/2026"],
  ])("%s is %s, %s", (instant, slovak, english) => {
    expect(plain(sk.relative(instant, NOW))).toContain(slovak);
    expect(plain(en.relative(instant, NOW))).toContain(english);
  });
});

describe("numbers", () => {
  test("amounts show cents only when there are some", () => {
    expect(plain(sk.money("1250.00"))).toBe("1 250 €");
    expect(plain(sk.money("1250.50"))).toBe("1 250,50 €");
    expect(plain(en.money("1250.50", "CZK"))).toBe("CZK 1,250.50");
  });

  test("sizes and lengths", () => {
    expect(plain(sk.bytes(1_402_000))).toBe("1,4 MB");
    expect(plain(sk.bytes(0))).toBe("0 B");
    expect(plain(sk.duration(750))).toBe("13 min");
    expect(plain(sk.duration(3900))).toBe("1 h 5 min");
    expect(plain(en.duration(40))).toBe("40 secs");
  });

  test("an unknown country is shown as its code", () => {
    expect(sk.country("SK")).toBe("Slovensko");
    expect(sk.country("not a code")).toBe("not a code");
  });
});

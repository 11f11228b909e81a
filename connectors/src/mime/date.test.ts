import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMailDate } from "./date.ts";
import { Problems } from "./problems.ts";

const read = (header: string) => parseMailDate(header, new Problems());

describe("a Date header", () => {
  test.for([
    ["Tue, 24 Nov 2026 10:00:00 +0100", "2026-11-24T09:00:00Z"],
    ["24 Nov 2026 10:00 +0100", "2026-11-24T09:00:00Z"],
    ["Tue,24 Nov 2026 10:00:00 +0100 (CET)", "2026-11-24T09:00:00Z"],
    ["Tue, 24 Nov 2026 10:00:00 (a (nested) comment) +0100", "2026-11-24T09:00:00Z"],
    ["Tue, 24 Nov 2026 10:00:00 GMT", "2026-11-24T10:00:00Z"],
    ["Tue, 24 Nov 2026 10:00:00 CET", "2026-11-24T09:00:00Z"],
    ["Tue, 24 Nov 2026 10:00:00 EST", "2026-11-24T15:00:00Z"],
    ["Tue, 24 Nov 2026 10:00:00 -0000", "2026-11-24T10:00:00Z"],
    ["Tue, 24 Nov 2026 10:00:00", "2026-11-24T10:00:00Z"],
    ["Tue, 24 Nov 26 10:00:00 +0000", "2026-11-24T10:00:00Z"],
    ["Tue, 24 Nov 98 10:00:00 +0000", "1998-11-24T10:00:00Z"],
    ["Tue, 24 November 2026 10:00:00 +0000", "2026-11-24T10:00:00Z"],
    ["24-Nov-2026 10:00:00 +0000", "2026-11-24T10:00:00Z"],
    ["Tue Nov 24 10:00:00 2026", "2026-11-24T10:00:00Z"],
    ["Tue Nov 24 10:00:00 CET 2026", "2026-11-24T10:00:00Z"],
    ["2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00Z"],
    ["2026-11-24 10:00:00.123 +0100", "2026-11-24T09:00:00Z"],
    ["Wed, 31 Dec 2025 23:30:00 -0100", "2026-01-01T00:30:00Z"],
    ["Thu, 31 Dec 1998 23:59:60 +0000", "1998-12-31T23:59:59Z"],
  ] as const)("%s", ([header, expected]) => {
    expect(read(header)).toBe(expected);
  });

  test.for([
    "",
    "včera",
    "Tue, 31 Apr 2026 10:00:00 +0100",
    "Tue, 24 Nov 2026 25:00:00 +0100",
    "Tue, 24 Blb 2026 10:00:00 +0100",
    "24. 11. 2026 10:00",
    "2026-13-01T10:00:00Z",
    "Tue, 24 Nov 2026 10:00:00 +9900",
  ])("%j cannot be read, and is not guessed", (header) => {
    expect(read(header)).toBeNull();
  });

  test("a missing zone is named", () => {
    const problems = new Problems();
    parseMailDate("Tue, 24 Nov 2026 10:00:00", problems);
    expect(problems.list()).toEqual(["header date: no known time zone, read as UTC"]);
  });

  test("any instant that a mailer writes is read back", () => {
    const instant = fc.date({ min: new Date("1970-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(instant, fc.integer({ min: -12 * 60, max: 14 * 60 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toUTCString().replace("GMT", zone(offset));
        expect(read(local)).toBe(`${date.toISOString().slice(0, 19)}Z`);
      }),
    );
  });
});

function zone(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}${String(size % 60).padStart(2, "0")}`;
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wildText } from "../testing/arbitraries.ts";
import { fromCsv, toCell, toCsv } from "./csv.ts";
import { wilson } from "./wilson.ts";
import { USUAL_HOURS, workingSeconds } from "./working-hours.ts";

describe("shares", () => {
  test("carry how sure they are", () => {
    expect(wilson(0, 0)).toBeNull();
    expect(wilson(0, 10)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(0.2775, 4) as number });
    expect(wilson(8, 10)).toMatchObject({
      value: 0.8,
      low: expect.closeTo(0.4902, 4) as number,
      high: expect.closeTo(0.9433, 4) as number,
    });
    expect(wilson(10, 10)).toMatchObject({ value: 1, high: 1 });
    expect(() => wilson(3, 2)).toThrow(RangeError);
  });
});

describe("working hours", () => {
  const at = (text: string) => Date.parse(`${text}Z`) / 1000;
  test.each([
    ["2026-11-23T09:00", "2026-11-23T10:30", 1.5],
    ["2026-11-23T16:00", "2026-11-24T08:30", 1],
    ["2026-11-20T16:00", "2026-11-23T09:00", 1.5],
    ["2026-11-21T10:00", "2026-11-22T10:00", 0],
    ["2026-11-23T03:00", "2026-11-23T23:00", 8.5],
    ["2026-11-23T10:00", "2026-11-23T09:00", 0],
    ["2026-11-16T00:00", "2026-11-23T00:00", 42.5],
  ])("%s to %s: %s hours", (from, to, hours) => expect(workingSeconds(at(from), at(to), USUAL_HOURS)).toBe(hours * 3600));
});

describe("CSV", () => {
  test.each(["=1+1", "+421", "-x", "@SUM", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "'already"])(
    "%j does nothing in a spreadsheet",
    (text) => expect(toCell(text).replace(/^"/, "")[0]).toBe("'"),
  );
  test("numbers stay numbers", () => expect([toCell(-1.5), toCell(null)]).toEqual(["-1.5", ""]));
  test("every text comes back as it was", () => {
    const rows = fc.array(fc.array(wildText(), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, (table) => {
        expect(fromCsv(toCsv(table))).toEqual(table);
      }),
    );
  });
});

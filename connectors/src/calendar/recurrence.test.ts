import fc from "fast-check";
import { RRule } from "rrule";
import { describe, expect, test } from "vitest";
import {
  bruteForce,
  bruteForceWithinDays,
  ruleArbitrary,
  ruleText,
  shortRuleArbitrary,
  startArbitrary,
  type RuleParts,
} from "./testing/recurrence-oracle.ts";
import { BudgetExhausted, occurrences } from "./recurrence.ts";
import { parseRecurrenceRule } from "./recurrence-rule.ts";
import { formatDate, formatWall, parseIsoWall } from "./wall-time.ts";

const AMPLE = 50_000_000;

/** Occurrences as `YYYY-MM-DDTHH:mm:ss`, at most `limit`. */
function expand(rule: string, start: string, { until, limit = Infinity }: { until?: string; limit?: number } = {}): string[] {
  const parsed = parseRecurrenceRule(rule);
  if (!parsed.rule) throw new Error(`${rule}: ${parsed.problems.join(", ")}`);
  const found: string[] = [];
  const options = { budget: { steps: AMPLE }, ...(until === undefined ? {} : { until: parseIsoWall(until) }) };
  for (const wall of occurrences(parsed.rule, parseIsoWall(start), options)) {
    if (found.length >= limit) break;
    found.push(formatWall(wall));
  }
  return found;
}

const dates = (times: string[]) => times.map((time) => formatDate(parseIsoWall(time)));

describe("the examples of RFC 5545 section 3.8.5.3", () => {
  const start = "1997-09-02T09:00:00";
  test.each<[rule: string, start: string, first: string]>([
    [
      "FREQ=DAILY;COUNT=10",
      start,
      "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 1997-09-09 1997-09-10 1997-09-11",
    ],
    ["FREQ=DAILY;INTERVAL=2", start, "1997-09-02 1997-09-04 1997-09-06"],
    ["FREQ=DAILY;INTERVAL=10;COUNT=5", start, "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"],
    ["FREQ=WEEKLY;COUNT=3", start, "1997-09-02 1997-09-09 1997-09-16"],
    ["FREQ=WEEKLY;INTERVAL=2;WKST=SU", start, "1997-09-02 1997-09-16 1997-09-30 1997-10-14"],
    [
      "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
      start,
      "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 1997-09-30 1997-10-02",
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR",
      "1997-09-01T09:00:00",
      "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29",
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
      start,
      "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16",
    ],
    ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05T09:00:00", "1997-08-05 1997-08-10 1997-08-19 1997-08-24"],
    ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00:00", "1997-08-05 1997-08-17 1997-08-19 1997-08-31"],
    [
      "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
      "1997-09-05T09:00:00",
      "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05",
    ],
    [
      "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
      "1997-09-07T09:00:00",
      "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 1998-05-03 1998-05-31",
    ],
    ["FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22T09:00:00", "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16"],
    ["FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T09:00:00", "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26"],
    [
      "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
      start,
      "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 1998-01-02 1998-01-15",
    ],
    [
      "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
      "1997-09-30T09:00:00",
      "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 1998-01-31 1998-02-01",
    ],
    [
      "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
      "1997-09-10T09:00:00",
      "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 1999-03-11 1999-03-12 1999-03-13",
    ],
    [
      "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
      "1997-06-10T09:00:00",
      "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 2001-07-10",
    ],
    [
      "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
      "1997-01-01T09:00:00",
      "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01",
    ],
    ["FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00:00", "1997-05-19 1998-05-18 1999-05-17"],
    ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12T09:00:00", "1997-05-12 1998-05-11 1999-05-17"],
    ["FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13T09:00:00", "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12"],
    ["FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998-02-13T09:00:00", "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13"],
    ["FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13T09:00:00", "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10"],
    ["FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05T09:00:00", "1996-11-05 2000-11-07 2004-11-02"],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04T09:00:00", "1997-09-04 1997-10-07 1997-11-06"],
    [
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
      "1997-09-29T09:00:00",
      "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30",
    ],
    ["FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15T09:00:00", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30"],
  ])("%s", (rule, dtstart, first) => {
    const expected = first.split(" ");
    expect(dates(expand(rule, dtstart, { limit: expected.length }))).toEqual(expected);
  });

  test.each<[rule: string, first: string]>([
    ["FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", "09:00 12:00 15:00"],
    ["FREQ=MINUTELY;INTERVAL=15;COUNT=6", "09:00 09:15 09:30 09:45 10:00 10:15"],
    ["FREQ=MINUTELY;INTERVAL=90;COUNT=4", "09:00 10:30 12:00 13:30"],
    ["FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40", "09:00 09:20 09:40 10:00 10:20 10:40 09:00"],
    ["FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10", "09:00 09:20 09:40 10:00 10:20 10:40 09:00"],
  ])("%s within the day", (rule, first) => {
    const expected = first.split(" ");
    const { rule: parsed } = parseRecurrenceRule(rule);
    const until = parsed?.until ? formatWall(parsed.until.wall) : undefined;
    const found = expand(rule, start, { limit: expected.length, ...(until ? { until } : {}) });
    expect(found.map((time) => time.slice(11, 16))).toEqual(expected);
  });
});

describe("dates that do not exist", () => {
  test("30 February never comes, and the rule ends instead of searching for ever", () => {
    expect(expand("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "1997-09-02T09:00:00")).toEqual([]);
  });

  test("the 31st is left out in short months, 29 February in ordinary years", () => {
    expect(dates(expand("FREQ=MONTHLY", "2026-01-31T09:00:00", { limit: 4 }))).toEqual([
      "2026-01-31",
      "2026-03-31",
      "2026-05-31",
      "2026-07-31",
    ]);
    expect(dates(expand("FREQ=YEARLY", "2024-02-29T09:00:00", { limit: 3 }))).toEqual(["2024-02-29", "2028-02-29", "2032-02-29"]);
  });
});

describe("a rule without COUNT may be entered anywhere", () => {
  test.each([
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
    "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR",
    "FREQ=YEARLY;INTERVAL=3",
    "FREQ=HOURLY;INTERVAL=7",
  ])("%s gives the same from the middle as from the start", (text) => {
    const { rule } = parseRecurrenceRule(text);
    const start = parseIsoWall("1997-09-02T09:30:00");
    const until = parseIsoWall("2027-01-01T00:00:00");
    const all = [...occurrences(rule!, start, { until, budget: { steps: AMPLE } })];
    for (const after of [all[0]!, all[1]! + 1, all.at(-3)!, all.at(-3)! - 1, all.at(-1)!]) {
      const some = [...occurrences(rule!, start, { after, until, budget: { steps: AMPLE } })];
      expect(some).toEqual(all.filter((wall) => wall >= after));
    }
  });
});

describe("bombs", () => {
  test.each([
    ["each second for a hundred years", "FREQ=SECONDLY"],
    [
      "every moment of a day",
      `FREQ=YEARLY;BYHOUR=${list(0, 23)};BYMINUTE=${list(0, 59)};BYSECOND=${list(0, 59)};BYMONTH=${list(1, 12)};BYMONTHDAY=${list(1, 31)}`,
    ],
    ["seconds that never come", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"],
    ["a count that is never reached", "FREQ=SECONDLY;COUNT=999999999;BYHOUR=4;BYDAY=MO"],
  ])("%s stop when the budget is used up", (_, text) => {
    const { rule } = parseRecurrenceRule(text);
    const budget = { steps: 10_000 };
    let taken = 0;
    expect(() => {
      for (const _wall of occurrences(rule!, parseIsoWall("1997-09-02T09:00:00"), { budget })) taken += 1;
    }).toThrow(BudgetExhausted);
    expect(taken).toBeLessThanOrEqual(10_000);
  });

  test("a position in a huge set is computed, not collected", () => {
    const rule = `FREQ=YEARLY;BYHOUR=${list(0, 23)};BYMINUTE=${list(0, 59)};BYSECOND=${list(0, 59)};BYMONTH=${list(1, 12)};BYMONTHDAY=${list(1, 31)};BYSETPOS=-1`;
    expect(expand(rule, "1997-09-02T09:00:00", { limit: 3 })).toEqual([
      "1997-12-31T23:59:59",
      "1998-12-31T23:59:59",
      "1999-12-31T23:59:59",
    ]);
  });

  function list(from: number, to: number): string {
    return Array.from({ length: to - from + 1 }, (_, index) => from + index).join(",");
  }
});

describe("against other engines, on random rules", () => {
  const horizon = { DAILY: 1, WEEKLY: 1, MONTHLY: 2, YEARLY: 6 };
  const bruteForceRuns = { DAILY: 30, WEEKLY: 40, MONTHLY: 60, YEARLY: 10 };

  describe.each(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const)("%s", (frequency) => {
    test("brute force over every day finds the same occurrences", () => {
      fc.assert(
        fc.property(ruleArbitrary(frequency), startArbitrary, (parts, start) => {
          const until = inYears(start, horizon[frequency]);
          expect(expand(ruleText(parts), start, { until })).toEqual(bruteForce(parts, start, until));
        }),
        { numRuns: bruteForceRuns[frequency] },
      );
    }, 60_000);

    test("the library rrule finds the same occurrences", () => {
      let compared = 0;
      fc.assert(
        fc.property(ruleArbitrary(frequency), startArbitrary, (parts, start) => {
          const until = inYears(start, horizon[frequency]);
          const ours = expand(ruleText(parts), start, { until });
          if (!isFairForRrule(parts, ours)) return;
          compared += 1;
          expect(ours).toEqual(byRrule(parts, start, until));
        }),
        { numRuns: 200 },
      );
      expect(compared).toBeGreaterThan(5);
    }, 60_000);
  });

  test.each(["HOURLY", "MINUTELY", "SECONDLY"] as const)("brute force over every period of %s finds the same occurrences", (frequency) => {
    const days = { HOURLY: 60, MINUTELY: 3, SECONDLY: 0.04 }[frequency];
    fc.assert(
      fc.property(shortRuleArbitrary(frequency), startArbitrary, (parts, start) => {
        const until = formatWall(parseIsoWall(start) + Math.round(days * 86_400));
        expect(expand(ruleText(parts), start, { until })).toEqual(bruteForceWithinDays(parts, start, until));
      }),
      { numRuns: 30 },
    );
  });

  const inYears = (start: string, years: number) => `${Number(start.slice(0, 4)) + years}-12-31T23:59:59`;

  /**
   * Where rrule can be a witness: it searches rules that never match to the year 9999, takes a BYSETPOS beyond the set as the whole set, reads
   * BYWEEKNO alone as seven days, and takes the weeks around New Year (1, 52, 53, negative ones) from another year than their own.
   */
  function isFairForRrule(parts: RuleParts, ours: string[]): boolean {
    const weekAlone = parts["BYWEEKNO"] && !parts["BYDAY"] && !parts["BYMONTHDAY"] && !parts["BYYEARDAY"];
    return ours.length >= 2 && !parts["BYSETPOS"] && !weekAlone && !/-|\b(?:1|52|53)\b/.test(parts["BYWEEKNO"] ?? "");
  }

  function byRrule(parts: RuleParts, start: string, until: string): string[] {
    const sorted = { ...parts };
    for (const key of ["BYHOUR", "BYMINUTE"])
      if (sorted[key])
        sorted[key] = sorted[key]
          .split(",")
          .toSorted((a, b) => Number(a) - Number(b))
          .join(",");
    const options = { ...RRule.parseString(ruleText(sorted)), dtstart: new Date(`${start}Z`), until: new Date(`${until}Z`) };
    return new RRule(options).all().map((date) => date.toISOString().slice(0, 19));
  }
});

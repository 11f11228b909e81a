import { describe, expect, test } from "vitest";
import {
  dayOf,
  daysBetween,
  instantOfWall,
  minutesBetween,
  morningAfter,
  nextMonday,
  plusMinutes,
  startOfDay,
  wallOfInstant,
} from "./zone.ts";

const BRATISLAVA = "Europe/Bratislava";

describe("calendar arithmetic in the organisation's zone", () => {
  test("the day of an instant is that of the zone, not of UTC", () => {
    expect(dayOf("2026-11-24T23:30:00Z", BRATISLAVA)).toBe("2026-11-25");
    expect(dayOf("2026-11-24T23:30:00Z", "America/New_York")).toBe("2026-11-24");
  });

  test("tomorrow morning is nine o'clock on the wall, also over the change to winter time", () => {
    expect(morningAfter("2026-10-24T10:00:00Z", BRATISLAVA, 1)).toBe("2026-10-25T08:00:00Z");
    expect(morningAfter("2026-10-23T10:00:00Z", BRATISLAVA, 1)).toBe("2026-10-24T07:00:00Z");
  });

  test.each([
    ["2026-11-24T10:00:00Z", "2026-11-30T08:00:00Z", "Tuesday"],
    ["2026-11-23T10:00:00Z", "2026-11-30T08:00:00Z", "Monday: a week later"],
    ["2026-11-29T22:00:00Z", "2026-11-30T08:00:00Z", "Sunday evening"],
    ["2026-11-29T23:30:00Z", "2026-12-07T08:00:00Z", "Monday already in Bratislava"],
  ])("next Monday after %s is %s (%s)", (now, expected) => {
    expect(nextMonday(now, BRATISLAVA)).toBe(expected);
  });

  test("days are counted by the calendar, not by 24 hours", () => {
    expect(daysBetween("2026-11-24T22:50:00Z", "2026-11-24T23:10:00Z", BRATISLAVA)).toBe(1);
    expect(daysBetween("2026-11-24T23:10:00Z", "2026-11-24T22:50:00Z", BRATISLAVA)).toBe(-1);
    expect(daysBetween("2026-10-24T10:00:00Z", "2026-10-26T09:00:00Z", BRATISLAVA)).toBe(2);
  });

  test("midnight of a day, before and after", () => {
    expect(startOfDay("2026-07-01T10:00:00Z", BRATISLAVA)).toBe("2026-06-30T22:00:00Z");
    expect(startOfDay("2026-07-01T10:00:00Z", BRATISLAVA, 1)).toBe("2026-07-01T22:00:00Z");
  });

  test("wall time there and back; an hour that does not exist moves on; nonsense is null", () => {
    expect(instantOfWall("2026-11-24 09:30:00", BRATISLAVA)).toBe("2026-11-24T08:30:00Z");
    expect(wallOfInstant("2026-11-24T08:30:00Z", BRATISLAVA)).toBe("2026-11-24 09:30:00");
    expect(instantOfWall("2026-03-29 02:30:00", BRATISLAVA)).toBe("2026-03-29T01:30:00Z");
    expect(instantOfWall("not a time", BRATISLAVA)).toBeNull();
  });

  test("minutes", () => {
    expect(plusMinutes("2026-11-24T08:30:00Z", 60)).toBe("2026-11-24T09:30:00Z");
    expect(minutesBetween("2026-11-24T08:30:00Z", "2026-11-24T08:00:00Z")).toBe(-30);
  });
});

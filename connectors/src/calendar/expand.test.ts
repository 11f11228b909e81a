import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Temporal } from "temporal-polyfill";
import { MAX_INSTANCES_OF_SERIES, expandEvents } from "./expand.ts";
import { parseCalendar } from "./parse-calendar.ts";
import { bruteForce, ruleArbitrary, ruleText, startArbitrary } from "./testing/recurrence-oracle.ts";

const calendar = (...lines: string[]) => ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR"].join("\r\n");
const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT"];
const YEAR = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };

function instances(ics: string, window: { from: string; to: string; timeZone?: string } = YEAR) {
  return expandEvents(parseCalendar(ics), window).instances;
}
const starts = (ics: string, window?: Parameters<typeof instances>[1]) => instances(ics, window).map(({ start }) => start);

describe("a series", () => {
  test("keeps its time of day over the change of the clock, and its exact length", () => {
    const weekly = calendar(
      ...event(
        "DTSTART;TZID=Europe/Bratislava:20261018T100000",
        "DTEND;TZID=Europe/Bratislava:20261018T110000",
        "RRULE:FREQ=WEEKLY;COUNT=3",
      ),
    );
    expect(instances(weekly).map(({ start, end, recurrenceId, recurrence }) => ({ start, end, recurrenceId, recurrence }))).toEqual([
      { start: "2026-10-18T08:00:00Z", end: "2026-10-18T09:00:00Z", recurrenceId: "2026-10-18T08:00:00Z", recurrence: null },
      { start: "2026-10-25T09:00:00Z", end: "2026-10-25T10:00:00Z", recurrenceId: "2026-10-25T09:00:00Z", recurrence: null },
      { start: "2026-11-01T09:00:00Z", end: "2026-11-01T10:00:00Z", recurrenceId: "2026-11-01T09:00:00Z", recurrence: null },
    ]);
  });

  test("does not lose the instance whose time the clock skips, and returns to its time afterwards", () => {
    const daily = calendar(...event("DTSTART;TZID=Europe/Bratislava:20260328T023000", "RRULE:FREQ=DAILY;COUNT=3"));
    expect(starts(daily)).toEqual(["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]);
  });

  test("of whole days is one of dates", () => {
    const yearly = calendar(...event("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20280229"));
    const found = instances(yearly, { from: "2020-01-01T00:00:00Z", to: "2033-01-01T00:00:00Z" });
    expect(found.map(({ start, end }) => [start, end])).toEqual([
      ["2024-02-29", "2024-03-01"],
      ["2032-02-29", "2032-03-01"],
    ]);
  });

  test("has DTSTART too when its rule does not name it", () => {
    expect(starts(calendar(...event("DTSTART:20261125T090000Z", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2")))).toEqual([
      "2026-11-25T09:00:00Z",
      "2026-11-30T09:00:00Z",
      "2026-12-07T09:00:00Z",
    ]);
  });

  test.each([
    ["in UTC", "UNTIL=20260903T080000Z", 3],
    ["in UTC, a second too early", "UNTIL=20260903T075959Z", 2],
    ["as a date means that whole day", "UNTIL=20260903", 3],
    ["local", "UNTIL=20260903T100000", 3],
  ])("ends with UNTIL %s", (_, until, count) => {
    expect(starts(calendar(...event("DTSTART;TZID=Europe/Bratislava:20260901T100000", `RRULE:FREQ=DAILY;${until}`)))).toHaveLength(count);
  });

  test("takes RDATEs in and EXDATEs out, each in its own zone or as a date", () => {
    const ics = calendar(
      ...event(
        "DTSTART;TZID=Europe/Bratislava:20260901T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=5",
        "RDATE;TZID=America/New_York:20260910T100000",
        "RDATE;VALUE=PERIOD:20260911T080000Z/PT3H,20260912T080000Z/20260912T083000Z",
        "EXDATE:20260902T080000Z",
        "EXDATE;VALUE=DATE:20260904",
      ),
    );
    expect(instances(ics).map(({ start, end }) => `${start} ${end}`)).toEqual([
      "2026-09-01T08:00:00Z 2026-09-01T09:00:00Z",
      "2026-09-03T08:00:00Z 2026-09-03T09:00:00Z",
      "2026-09-05T08:00:00Z 2026-09-05T09:00:00Z",
      "2026-09-10T14:00:00Z 2026-09-10T15:00:00Z",
      "2026-09-11T08:00:00Z 2026-09-11T11:00:00Z",
      "2026-09-12T08:00:00Z 2026-09-12T08:30:00Z",
    ]);
  });

  test("takes out what an EXRULE names", () => {
    const ics = calendar(...event("DTSTART:20260901T080000Z", "RRULE:FREQ=DAILY;COUNT=7", "EXRULE:FREQ=WEEKLY;BYDAY=SA,SU"));
    expect(starts(ics).map((start) => start?.slice(8, 10))).toEqual(["01", "02", "03", "04", "07"]);
  });

  test("with a rule that cannot be followed still shows its first instance", () => {
    expect(starts(calendar(...event("DTSTART:20260901T080000Z", "RRULE:FREQ=FORTNIGHTLY")))).toEqual(["2026-09-01T08:00:00Z"]);
  });
});

describe("overridden instances", () => {
  const series = event(
    "DTSTART;TZID=Europe/Bratislava:20260907T100000",
    "DTEND;TZID=Europe/Bratislava:20260907T110000",
    "SUMMARY:týždenne",
    "RRULE:FREQ=WEEKLY;COUNT=5",
  );
  const shown = (ics: string) =>
    instances(ics).map(({ start, summary, status, recurrenceId }) => [start, summary, status, recurrenceId?.slice(0, 10)].join(" "));

  test("stand in the place of their originals", () => {
    const moved = event("RECURRENCE-ID:20260914T080000Z", "DTSTART:20260915T120000Z", "SUMMARY:presunuté");
    const cancelled = event("RECURRENCE-ID;TZID=America/New_York:20260921T040000", "DTSTART:20260921T080000Z", "STATUS:CANCELLED");
    expect(shown(calendar(...series, ...moved, ...cancelled))).toEqual([
      "2026-09-07T08:00:00Z týždenne  2026-09-07",
      "2026-09-15T12:00:00Z presunuté  2026-09-14",
      "2026-09-21T08:00:00Z  cancelled 2026-09-21",
      "2026-09-28T08:00:00Z týždenne  2026-09-28",
      "2026-10-05T08:00:00Z týždenne  2026-10-05",
    ]);
  });

  test("from THISANDFUTURE on move and rename all later ones, over the change of the clock too", () => {
    const later = event(
      "RECURRENCE-ID;RANGE=THISANDFUTURE:20260921T080000Z",
      "DTSTART;TZID=Europe/Bratislava:20260922T140000",
      "DURATION:PT2H",
      "SUMMARY:inokedy",
    );
    const one = event("RECURRENCE-ID:20260928T080000Z", "DTSTART:20260928T060000Z", "SUMMARY:výnimka");
    const long = series.map((line) => line.replace("COUNT=5", "COUNT=8"));
    expect(shown(calendar(...long, ...later, ...one))).toEqual([
      "2026-09-07T08:00:00Z týždenne  2026-09-07",
      "2026-09-14T08:00:00Z týždenne  2026-09-14",
      "2026-09-22T12:00:00Z inokedy  2026-09-21",
      "2026-09-28T06:00:00Z výnimka  2026-09-28",
      "2026-10-06T12:00:00Z inokedy  2026-10-05",
      "2026-10-13T12:00:00Z inokedy  2026-10-12",
      "2026-10-20T12:00:00Z inokedy  2026-10-19",
      "2026-10-27T13:00:00Z inokedy  2026-10-26",
    ]);
  });

  test("that come without their series, as an invitation to one instance does, stand alone", () => {
    expect(shown(calendar(...event("RECURRENCE-ID:20260914T080000Z", "DTSTART:20260914T080000Z", "SUMMARY:len toto")))).toEqual([
      "2026-09-14T08:00:00Z len toto  2026-09-14",
    ]);
  });

  test("moved into the window from outside are seen, moved out are not", () => {
    const window = { from: "2026-09-10T00:00:00Z", to: "2026-09-20T00:00:00Z" };
    const inwards = event("RECURRENCE-ID:20261005T080000Z", "DTSTART:20260911T080000Z", "SUMMARY:sem");
    const outwards = event("RECURRENCE-ID:20260914T080000Z", "DTSTART:20261111T080000Z", "SUMMARY:preč");
    expect(starts(calendar(...series, ...inwards, ...outwards), window)).toEqual(["2026-09-11T08:00:00Z"]);
  });

  test("of an all-day series may be named by their midnight, as Apple's calendar does", () => {
    const days = event("DTSTART;VALUE=DATE:20260901", "RRULE:FREQ=DAILY;COUNT=3");
    const moved = event("RECURRENCE-ID;TZID=Asia/Hong_Kong:20260902T000000", "DTSTART;VALUE=DATE:20260910");
    expect(starts(calendar(...days, ...moved))).toEqual(["2026-09-01", "2026-09-03", "2026-09-10"]);
  });

  test("only the newest version of an event counts", () => {
    const old = event("DTSTART:20260901T080000Z", "SEQUENCE:1", "SUMMARY:staré");
    const current = event("DTSTART:20260902T080000Z", "SEQUENCE:2", "SUMMARY:nové");
    expect(shown(calendar(...current, ...old))).toEqual(["2026-09-02T08:00:00Z nové  "]);
  });
});

describe("the window", () => {
  const meeting = calendar(...event("DTSTART:20260901T080000Z", "DTEND:20260901T090000Z"));

  test.each([
    ["ends when the meeting starts", "2026-09-01T07:00:00Z", "2026-09-01T08:00:00Z", 0],
    ["starts when it ends", "2026-09-01T09:00:00Z", "2026-09-01T10:00:00Z", 0],
    ["lies inside of it", "2026-09-01T08:20:00Z", "2026-09-01T08:40:00Z", 1],
    ["in another offset", "2026-09-01T10:30:00+02:00", "2026-09-01T10:40:00+02:00", 1],
  ])("%s", (_, from, to, count) => {
    expect(starts(meeting, { from, to })).toHaveLength(count);
  });

  test("sees a long instance that started before it", () => {
    const fair = calendar(...event("DTSTART;VALUE=DATE:20250601", "DTEND;VALUE=DATE:20250801", "RRULE:FREQ=YEARLY"));
    expect(starts(fair, { from: "2026-07-20T00:00:00Z", to: "2026-07-21T00:00:00Z" })).toEqual(["2026-06-01"]);
  });

  test("compares dates and floating times in the owner's zone", () => {
    const floating = calendar(...event("DTSTART:20260901T003000"));
    const window = { from: "2026-08-31T22:00:00Z", to: "2026-08-31T23:00:00Z" };
    expect(starts(floating, window)).toEqual([]);
    expect(starts(floating, { ...window, timeZone: "Europe/Bratislava" })).toEqual(["2026-09-01T00:30:00"]);
  });
});

describe("bombs", () => {
  const bomb = (uid: string) => ["BEGIN:VEVENT", `UID:${uid}`, "DTSTART:19970101T000000Z", "RRULE:FREQ=SECONDLY", "END:VEVENT"];

  test("each second for a hundred years: 2,000 instances and a word about it", () => {
    const { instances: found, problems } = expandEvents(parseCalendar(calendar(...bomb("1"))), {
      from: "1997-01-01T00:00:00Z",
      to: "2097-01-01T00:00:00Z",
    });
    expect(found).toHaveLength(MAX_INSTANCES_OF_SERIES);
    expect(problems).toEqual(['series "1": too many repetitions, only 2000 instances are shown']);
  });

  test("a thousand of them do not hide an honest series of the same calendar", () => {
    const honest = ["BEGIN:VEVENT", "UID:honest", "DTSTART:20260101T080000Z", "RRULE:FREQ=WEEKLY;COUNT=3", "END:VEVENT"];
    const ics = calendar(...honest, ...Array.from({ length: 1000 }, (_, index) => bomb(String(index))).flat());
    const { instances: found } = expandEvents(parseCalendar(ics), { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" });
    expect(found.length).toBeLessThan(21_000);
    expect(found.filter(({ uid }) => uid === "honest")).toHaveLength(3);
  });

  test("time zones that change their clock each second are no bombs either", () => {
    const rule = `FREQ=YEARLY;BYHOUR=${list(0, 23)};BYMINUTE=${list(0, 59)};BYSECOND=${list(0, 59)}`;
    const standard = [
      "BEGIN:STANDARD",
      "DTSTART:19700101T000000",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:+0200",
      `RRULE:${rule}`,
      "END:STANDARD",
    ];
    const meeting = (id: string) => [
      "BEGIN:VEVENT",
      `UID:${id}`,
      `DTSTART;TZID=${id}:20260101T000000`,
      "RRULE:FREQ=DAILY;COUNT=2",
      "END:VEVENT",
    ];
    const zone = (id: string) => ["BEGIN:VTIMEZONE", `TZID:${id}`, ...standard, "END:VTIMEZONE", ...meeting(id)];
    const parsed = parseCalendar(calendar(...Array.from({ length: 300 }, (_, index) => zone(`Own/${index}`)).flat()));
    expect(parsed.ownZones).toHaveLength(200);
    expect(expandEvents(parsed, { ...YEAR, from: "2025-12-31T00:00:00Z" }).instances).toHaveLength(600);
  });

  const list = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index).join(",");

  test("a rule that never comes true costs no search to the end of time", () => {
    expect(starts(calendar(...event("DTSTART:19970101T000000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))).toEqual([]);
  });
});

test("random series in a zone: the same instances as brute force on the wall clock and Temporal", () => {
  const zones = fc.constantFrom("Europe/Bratislava", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC");
  const frequencies = fc.constantFrom("DAILY", "WEEKLY", "MONTHLY").chain((frequency) => ruleArbitrary(frequency as "DAILY"));
  fc.assert(
    fc.property(frequencies, startArbitrary, zones, (parts, start, zone) => {
      const until = `${Number(start.slice(0, 4)) + 1}${start.slice(4).replace("-02-29", "-02-28")}`;
      const toUtc = (wall: string) =>
        Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant().toString({ smallestUnit: "second" });
      const written = start.replace(/[-:]/g, "");
      const ics = calendar(...event(`DTSTART;TZID=${zone}:${written}`, `RRULE:${ruleText(parts)}`));
      const expected = [...new Set([start, ...bruteForce(parts, start, until)].map(toUtc))]
        .toSorted()
        .filter((time) => time < toUtc(until));
      expect(starts(ics, { from: "1990-01-01T00:00:00Z", to: toUtc(until) })).toEqual(expected);
    }),
    { numRuns: 80 },
  );
}, 60_000);

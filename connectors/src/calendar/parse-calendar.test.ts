import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCalendar } from "./parse-calendar.ts";

/** A calendar with one event that has these lines beside UID and DTSTART. */
const withEvent = (...lines: string[]) => calendar("BEGIN:VEVENT", "UID:1@example.com", "DTSTART:20261124T090000Z", ...lines, "END:VEVENT");
const calendar = (...lines: string[]) => ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");

function only(ics: string) {
  const { events, problems } = parseCalendar(ics);
  expect(events).toHaveLength(1);
  return { ...events[0]!, problems };
}

describe("an invitation", () => {
  const invitation = calendar(
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    "UID:040000008200E00074C5B7101A82E008",
    "SEQUENCE:2",
    "DTSTAMP:20261120T080000Z",
    "DTSTART;TZID=Europe/Bratislava:20261124T100000",
    "DTEND;TZID=Europe/Bratislava:20261124T113000",
    "SUMMARY:Ponuka\\, druhé kolo",
    "LOCATION:Zasadačka 2\\; 3. poschodie",
    "DESCRIPTION:Program:\\n1. cena\\n2. termín C:\\\\ponuky",
    'ORGANIZER;CN="Kováč, Ján":MAILTO:Jan.Kovac@Firma.SK',
    "ATTENDEE;PARTSTAT=ACCEPTED;CN=Eva:mailto:eva@zakaznik.sk",
    "ATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:mailto:peter@zakaznik.sk",
    "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ivan@zakaznik.sk",
    "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:maria@zakaznik.sk",
    "STATUS:CONFIRMED",
    "END:VEVENT",
  );

  test("is read with its times in UTC and its people", () => {
    const parsed = parseCalendar(invitation);
    expect(parsed.method).toBe("REQUEST");
    expect(parsed.problems).toEqual([]);
    expect(parsed.events).toMatchObject([
      {
        uid: "040000008200E00074C5B7101A82E008",
        recurrenceId: null,
        sequence: 2,
        start: "2026-11-24T09:00:00Z",
        end: "2026-11-24T10:30:00Z",
        allDay: false,
        timeZone: "Europe/Bratislava",
        status: "confirmed",
        summary: "Ponuka, druhé kolo",
        location: "Zasadačka 2; 3. poschodie",
        description: "Program:\n1. cena\n2. termín C:\\ponuky",
        organizer: { name: "Kováč, Ján", address: "jan.kovac@firma.sk" },
        attendees: [
          { name: "Eva", address: "eva@zakaznik.sk", response: "accepted" },
          { name: null, address: "peter@zakaznik.sk", response: "declined" },
          { name: null, address: "ivan@zakaznik.sk", response: "tentative" },
          { name: null, address: "maria@zakaznik.sk", response: "none" },
        ],
        recurrence: null,
      },
    ]);
  });

  test("that is cancelled says so, whatever its STATUS", () => {
    expect(only(invitation.replace("METHOD:REQUEST", "METHOD:CANCEL")).status).toBe("cancelled");
  });

  test("survives a copy that was pasted into a mail: indented, with other line ends", () => {
    const pasted = invitation.split("\r\n").map((line) => (line === "" ? "" : `   ${line}`));
    for (const end of ["\n", "\r", "\r\r\n"]) expect(parseCalendar(pasted.join(end)).events).toEqual(parseCalendar(invitation).events);
  });
});

test("an answer may leave the time out", () => {
  const reply = calendar(
    "METHOD:REPLY",
    "BEGIN:VEVENT",
    "UID:1",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eva@zakaznik.sk",
    "COMMENT:Prídem neskôr",
    "END:VEVENT",
  );
  const { start, end, comment, problems } = only(reply);
  expect({ start, end, comment, problems }).toEqual({ start: null, end: null, comment: "Prídem neskôr", problems: [] });
});

describe("times", () => {
  const timesOf = (...lines: string[]) => {
    const { start, end, allDay, timeZone, problems } = only(calendar("BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT"));
    return { start, end, allDay, timeZone, problems: problems.length };
  };

  test.each<[what: string, lines: string[], expected: Partial<ReturnType<typeof timesOf>>]>([
    ["UTC", ["DTSTART:20261124T090000Z"], { start: "2026-11-24T09:00:00Z", timeZone: "UTC" }],
    ["no zone: floating", ["DTSTART:20261124T090000"], { start: "2026-11-24T09:00:00", timeZone: null, problems: 0 }],
    [
      "a whole day, end is the day after",
      ["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"],
      { start: "2026-11-24", end: "2026-11-26", allDay: true },
    ],
    ["a whole day without end", ["DTSTART;VALUE=DATE:20261124"], { end: "2026-11-25", allDay: true }],
    ["a time without end lasts no time", ["DTSTART:20261124T090000Z"], { end: "2026-11-24T09:00:00Z" }],
    ["DURATION", ["DTSTART:20261124T090000Z", "DURATION:PT1H30M"], { end: "2026-11-24T10:30:00Z" }],
    ["weeks", ["DTSTART;VALUE=DATE:20261124", "DURATION:P1W"], { end: "2026-12-01" }],
    [
      "a nominal day over the change of the clock",
      ["DTSTART;TZID=Europe/Bratislava:20261024T120000", "DURATION:P1D"],
      { end: "2026-10-25T11:00:00Z" },
    ],
    ["24 exact hours over it", ["DTSTART;TZID=Europe/Bratislava:20261024T120000", "DURATION:PT24H"], { end: "2026-10-25T10:00:00Z" }],
    ["a time that the clock skips", ["DTSTART;TZID=Europe/Bratislava:20260329T023000"], { start: "2026-03-29T01:30:00Z" }],
    ["a time that the clock repeats is the first", ["DTSTART;TZID=Europe/Bratislava:20261025T023000"], { start: "2026-10-25T00:30:00Z" }],
    [
      "a Windows zone",
      ["DTSTART;TZID=Central Europe Standard Time:20260724T100000"],
      { start: "2026-07-24T08:00:00Z", timeZone: "Europe/Budapest", problems: 0 },
    ],
    [
      "a zone with a path",
      ["DTSTART;TZID=/mozilla.org/20050126_1/Europe/Prague:20260724T100000"],
      { start: "2026-07-24T08:00:00Z", timeZone: "Europe/Prague" },
    ],
    ["a zone in quotation marks", ['DTSTART;TZID="Europe/Bratislava":20260724T100000'], { timeZone: "Europe/Bratislava", problems: 0 }],
    [
      "a zone that should be quoted",
      ["DTSTART;TZID=(GMT+01:00) Bratislava:20260724T100000"],
      { start: "2026-07-24T08:00:00Z", timeZone: "Europe/Bratislava", problems: 2 },
    ],
    [
      "a display name of Outlook",
      ["DTSTART;TZID=Amsterdam\\, Berlin\\, Bern\\, Rome:20260724T100000"],
      { start: "2026-07-24T08:00:00Z", problems: 1 },
    ],
    [
      "a zone that nobody knows",
      ["DTSTART;TZID=Moon/Tycho:20260724T100000"],
      { start: "2026-07-24T10:00:00", timeZone: null, problems: 1 },
    ],
    ["an offset", ["DTSTART:20260724T100000+0200"], { start: "2026-07-24T08:00:00Z", problems: 1 }],
    ["ISO 8601 with dashes", ["DTSTART:2026-07-24T10:00:00Z"], { start: "2026-07-24T10:00:00Z", problems: 1 }],
    ["a date without VALUE=DATE", ["DTSTART:20260724"], { start: "2026-07-24", allDay: true, problems: 1 }],
    ["a date with midnight", ["DTSTART;VALUE=DATE:20260724T000000"], { start: "2026-07-24", allDay: true, problems: 1 }],
    [
      "whole days of Outlook",
      ["DTSTART:20260724T000000", "DTEND:20260725T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"],
      { start: "2026-07-24", end: "2026-07-25", allDay: true },
    ],
    ["an end before the start", ["DTSTART:20260724T100000Z", "DTEND:20260724T090000Z"], { end: "2026-07-24T10:00:00Z", problems: 1 }],
    [
      "a whole day that ends when it starts",
      ["DTSTART;VALUE=DATE:20260724", "DTEND;VALUE=DATE:20260724"],
      { end: "2026-07-25", problems: 1 },
    ],
    ["30 February", ["DTSTART:20260230T100000Z"], { start: null, problems: 1 }],
    ["the end of the day as 24:00", ["DTSTART:20260724T240000Z"], { start: "2026-07-25T00:00:00Z" }],
    ["beyond the last year", ["DTSTART:99991231T230000Z", "DURATION:P9999W"], { end: "9999-12-31T23:59:59Z" }],
  ])("%s", (_, lines, expected) => {
    expect(timesOf(...lines)).toMatchObject(expected);
  });

  test("X-WR-TIMEZONE is used for a zone that nobody knows, and is told", () => {
    const event = only(
      calendar("X-WR-TIMEZONE:Europe/Bratislava", "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Moon/Tycho:20260724T100000", "END:VEVENT"),
    );
    expect(event).toMatchObject({ start: "2026-07-24T08:00:00Z", timeZone: "Europe/Bratislava" });
    expect(event.problems).toEqual(['time zone "Moon/Tycho" is unknown: X-WR-TIMEZONE Europe/Bratislava is used']);
  });

  test("the calendar's own rules are used for a zone of its own", () => {
    const moon = ["BEGIN:VTIMEZONE", "TZID:Moon/Tycho"];
    const standard = [
      "BEGIN:STANDARD",
      "DTSTART:19701025T030000",
      "TZOFFSETFROM:+0600",
      "TZOFFSETTO:+0500",
      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
      "END:STANDARD",
    ];
    const daylight = [
      "BEGIN:DAYLIGHT",
      "DTSTART:19700329T020000",
      "TZOFFSETFROM:+0500",
      "TZOFFSETTO:+0600",
      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
      "END:DAYLIGHT",
    ];
    const at = (time: string) =>
      only(
        calendar(
          ...moon,
          ...standard,
          ...daylight,
          "END:VTIMEZONE",
          "BEGIN:VEVENT",
          "UID:1",
          `DTSTART;TZID=Moon/Tycho:${time}`,
          "END:VEVENT",
        ),
      );
    expect(at("20260115T100000")).toMatchObject({ start: "2026-01-15T05:00:00Z", timeZone: "Moon/Tycho" });
    expect(at("20260715T100000").start).toBe("2026-07-15T04:00:00Z");
    expect(at("20260329T023000").start).toBe("2026-03-28T21:30:00Z");
    expect(at("20261025T023000").start).toBe("2026-10-24T20:30:00Z");
    expect(at("20260115T100000").problems).toEqual(['time zone "Moon/Tycho" is not an IANA zone: the calendar\'s own rules are used']);
  });
});

describe("people", () => {
  const attendee = (line: string) => only(withEvent(line)).attendees[0];

  test.each([
    ["mailto in any case", "ATTENDEE:MailTo:Eva@Zakaznik.SK", { address: "eva@zakaznik.sk" }],
    ["no scheme at all", "ATTENDEE:eva@zakaznik.sk", { address: "eva@zakaznik.sk" }],
    ["percent-encoded", "ATTENDEE:mailto:eva%2Bcrm@zakaznik.sk", { address: "eva+crm@zakaznik.sk" }],
    ["a subject behind it", "ATTENDEE:mailto:eva@zakaznik.sk?subject=x", { address: "eva@zakaznik.sk" }],
    ["EMAIL beside another address", "ATTENDEE;EMAIL=eva@zakaznik.sk:urn:uuid:1-2-3", { address: "eva@zakaznik.sk" }],
    ["no mailbox", "ATTENDEE;CN=Eva:tel:+421900123456", { name: "Eva", address: null, uri: "tel:+421900123456" }],
    ["a name with colon and comma", 'ATTENDEE;CN="Malá, Eva: riaditeľka":mailto:eva@zakaznik.sk', { name: "Malá, Eva: riaditeľka" }],
    [
      "a name with a colon that should be quoted",
      "ATTENDEE;CN=Eva: riaditeľka:mailto:eva@zakaznik.sk",
      { name: "Eva: riaditeľka", address: "eva@zakaznik.sk" },
    ],
    ["quotation marks by RFC 6868", "ATTENDEE;CN=Eva ^'Evka^' Malá:mailto:eva@zakaznik.sk", { name: 'Eva "Evka" Malá' }],
    ["a quotation mark that is not closed", 'ATTENDEE;CN="Eva:mailto:eva@zakaznik.sk', { name: "Eva", address: "eva@zakaznik.sk" }],
    ["a room", "ATTENDEE;CUTYPE=ROOM:mailto:zasadacka@firma.sk", { type: "room" }],
  ])("%s", (_, line, expected) => {
    expect(attendee(line)).toMatchObject(expected);
  });
});

describe("what a reader must know for the capture policy", () => {
  test.each([
    ["CLASS:PRIVATE", { visibility: "private" }],
    ["CLASS:X-SECRET", { visibility: "private" }],
    ["CLASS:CONFIDENTIAL", { visibility: "confidential" }],
    ["CLASS:PUBLIC", { visibility: "public" }],
    ["TRANSP:TRANSPARENT", { busy: false }],
    ["X-MICROSOFT-CDO-BUSYSTATUS:FREE", { busy: false }],
    ["X-KRONIKA:REMINDER", { own: true }],
    ["SUMMARY:x", { visibility: "public", busy: true, own: false }],
  ])("%s", (line, expected) => {
    expect(only(withEvent(line))).toMatchObject(expected);
  });
});

describe("broken text", () => {
  test.each<[what: string, ics: string, summaries: (string | null)[], problem: RegExp]>([
    [
      "END of the event missing",
      calendar("BEGIN:VEVENT", "UID:1", "SUMMARY:a", "BEGIN:VEVENT", "UID:2", "SUMMARY:b", "END:VEVENT"),
      ["a", "b"],
      /END:VEVENT is missing/,
    ],
    ["cut off in the middle", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a", ["a"], /END:VCALENDAR is missing/],
    ["an END too many", calendar("END:VEVENT", "BEGIN:VEVENT", "UID:1", "SUMMARY:a", "END:VEVENT"), ["a"], /END:VEVENT without BEGIN/],
    ["END of an alarm missing", withEvent("SUMMARY:a", "BEGIN:VALARM", "ACTION:DISPLAY"), ["a"], /END:VALARM is missing/],
    ["a text with a bare line end", withEvent("SUMMARY:a", "zvyšok vety"), ["a\nzvyšok vety"], /joined to SUMMARY above/],
    ["a long line that lost its fold", withEvent(`SUMMARY:${"a".repeat(67)}`, "b c"), [`${"a".repeat(67)}b c`], /joined to SUMMARY above/],
    ["rubbish between", withEvent("=-=-=", "SUMMARY:a"), ["a"], /not a property, ignored/],
    [
      "rubbish around",
      `Content-Type: text/calendar\r\n\r\n${withEvent("SUMMARY:a")}-- \r\nodoslané z iPhonu`,
      ["a"],
      /lines outside of the calendar/,
    ],
    ["blank lines", withEvent("", "SUMMARY:a", ""), ["a"], /blank lines inside/],
    ["a blank before the colon", withEvent("SUMMARY :a"), ["a"], /^$/],
    [
      "an event without calendar",
      "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T090000Z\r\nSUMMARY:a\r\nEND:VEVENT",
      ["a"],
      /VEVENT outside of a VCALENDAR/,
    ],
    ["no calendar", "Dobrý deň", [], /not a calendar/],
    ["nothing", " \r\n", [], /empty/],
  ])("%s", (_, ics, summaries, problem) => {
    const parsed = parseCalendar(ics);
    expect(parsed.events.map((event) => event.summary)).toEqual(summaries);
    expect(parsed.problems.join("\n")).toMatch(problem);
  });

  test("nesting without end neither recurses nor hides what follows", () => {
    const parsed = parseCalendar(`${"BEGIN:X\n".repeat(50_000)}${calendar("BEGIN:VEVENT", "UID:1", "END:VEVENT")}`);
    expect(parsed.problems.some((problem) => problem.includes("nested deeper"))).toBe(true);
  });

  test("the list of problems stays short", () => {
    const parsed = parseCalendar(calendar(...Array.from({ length: 5000 }, (_, index) => `rubbish ${index}`)));
    expect(parsed.problems).toHaveLength(101);
    expect(parsed.problems.at(-1)).toBe("and 4900 more problems");
  });
});

describe("vCalendar 1.0", () => {
  test("quoted-printable with soft line ends and a charset", () => {
    const ics = [
      "BEGIN:VCALENDAR",
      "VERSION:1.0",
      "BEGIN:VEVENT",
      "UID:1",
      "DTSTART:20261124T090000Z",
      "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-2:=AEiados=BB =",
      "o cenu=0D=0A=",
      "druh=FD riadok",
      "DESCRIPTION;QUOTED-PRINTABLE;CHARSET=UTF-8:=C5=BDivot",
      "ATTENDEE;ROLE=OWNER;STATUS=CONFIRMED:Eva Mala <eva@zakaznik.sk>",
      "END:VEVENT",
      "END:VCALENDAR",
    ].join("\r\n");
    expect(only(ics)).toMatchObject({
      summary: "Žiadosť o cenu\ndruhý riadok",
      description: "Život",
      organizer: { name: "Eva Mala", address: "eva@zakaznik.sk" },
      attendees: [{ response: "accepted" }],
    });
  });

  test.each([
    ["D1 #10", "FREQ=DAILY;INTERVAL=1;COUNT=10"],
    ["W2 TU TH #0", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"],
    ["MP1 1+ SU 2- FR 20301231T000000Z", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1SU,-2FR;UNTIL=20301231T000000Z"],
    ["MD1 15 LD", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15,-1;COUNT=2"],
    ["YM1 6 7 #3", "FREQ=YEARLY;INTERVAL=1;BYMONTH=6,7;COUNT=3"],
    ["YD3 1 100 #0", "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100"],
  ])("the rule %s", (legacy, recurrence) => {
    expect(only(withEvent(`RRULE:${legacy}`))).toMatchObject({ recurrence, problems: [] });
  });

  test("local times are in the zone of the file", () => {
    const at = (time: string) =>
      only(
        calendar(
          "TZ:+01",
          "DAYLIGHT:TRUE;+02;20260329T020000;20261025T030000;CET;CEST",
          "BEGIN:VEVENT",
          "UID:1",
          `DTSTART:${time}`,
          "END:VEVENT",
        ),
      ).start;
    expect(at("20260115T100000")).toBe("2026-01-15T09:00:00Z");
    expect(at("20260715T100000")).toBe("2026-07-15T08:00:00Z");
  });
});

test("a rule that cannot be followed stays as written and is told", () => {
  const event = only(withEvent("RRULE:RSCALE=HEBREW;FREQ=YEARLY"));
  expect(event.recurrence).toBe("RSCALE=HEBREW;FREQ=YEARLY");
  expect(event.problems).toContain('event "1@example.com": RRULE "RSCALE=HEBREW;FREQ=YEARLY" cannot be followed');
});

test("whatever comes in, something comes out that JSON and PostgreSQL can hold", () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      "BEGIN:VEVENT",
      "END:VEVENT",
      "BEGIN:VCALENDAR",
      "END:VCALENDAR",
      "BEGIN:VTIMEZONE",
      "DTSTART",
      "RRULE:FREQ=",
      "TZID",
      ";",
      ":",
      '"',
      "=",
      "\r\n",
      " ",
      "ATTENDEE",
    ),
    fc.constantFrom(
      "20261124T090000Z",
      "DAILY",
      ";COUNT=3",
      "P1D",
      "DURATION:",
      "RDATE:",
      "RECURRENCE-ID:",
      "99991231T235959",
      "ENCODING=QUOTED-PRINTABLE:=\r\n=FF",
    ),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }), (fragments) => {
      const strings: string[] = [];
      JSON.stringify(parseCalendar(fragments.join("")), (_, value: unknown) => {
        if (typeof value === "string") strings.push(value);
        return value;
      });
      expect(strings.filter((text) => text.includes("\0") || !text.isWellFormed())).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

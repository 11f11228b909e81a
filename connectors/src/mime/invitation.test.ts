import { expect, test } from "vitest";
import { readInvitation, type Invitation } from "./invitation.ts";
import { parseMessageNow } from "./parse.ts";
import { multipartMail } from "./samples.testing.ts";

const ORGANIZER = "ORGANIZER:mailto:rep@firma.example";
const JANA = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:Jana@Zakaznik.example";
const event = (lines: readonly string[]) => [
  "BEGIN:VEVENT",
  "UID:porada-1@firma.example",
  "DTSTAMP:20261124T080000Z",
  "DTSTART:20261201T090000Z",
  "DTEND:20261201T100000Z",
  ...lines,
  "END:VEVENT",
];
const ics = (method: string, ...events: string[][]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//SK", `METHOD:${method}`, ...events.flatMap(event), "END:VCALENDAR", ""].join("\r\n");

/** Jana's mail with this calendar in it, as calendars send it. */
function read(calendar: string, headers: readonly string[] = []) {
  const message = parseMessageNow(
    multipartMail(
      "alternative",
      [
        { headers: ["Content-Type: text/plain; charset=utf-8"], body: "Prijaté" },
        { headers: ["Content-Type: text/calendar; charset=utf-8"], body: calendar },
      ],
      headers,
    ),
  );
  return readInvitation(message, "2026-11-24T10:00:00Z", "Europe/Bratislava");
}

test("an answer says which meeting, what, in which version and when", () => {
  expect(read(ics("REPLY", [ORGANIZER, JANA, "SEQUENCE:2"]))).toMatchObject({
    kind: "reply",
    by: "jana@zakaznik.example",
    news: [{ meeting: "porada-1@firma.example|master", sequence: 2, at: "2026-11-24T08:00:00Z", response: "accepted" }],
  });
});

test("an answer about one instance of a series names the instance in UTC", () => {
  const answer = read(ics("REPLY", [ORGANIZER, JANA, "RECURRENCE-ID;TZID=Europe/Bratislava:20261208T100000"])) as Invitation;
  expect(answer.news[0]?.meeting).toBe("porada-1@firma.example|2026-12-08T09:00:00Z");
});

test("another time that is proposed", () => {
  expect((read(ics("COUNTER", [ORGANIZER, JANA])) as Invitation).news[0]).toMatchObject({
    start: "2026-12-01T09:00:00Z",
    end: "2026-12-01T10:00:00Z",
  });
});

const fromRep = ["From: rep@firma.example"];
test.each([
  ["the organizer asks", "REQUEST", fromRep, "request"],
  ["somebody forwards an invitation", "REQUEST", [], "not-the-organizer"],
  ["the organizer cancels", "CANCEL", fromRep, "cancel"],
  ["somebody else cancels", "CANCEL", [], "not-the-organizer"],
  ["somebody answers for Jana", "REPLY", fromRep, "not-the-attendee"],
  ["Jana answers", "REPLY", [], "reply"],
  ["a newsletter asks its readers", "REQUEST", [...fromRep, "List-Unsubscribe: <https://x.example>"], "bulk"],
  ["an answer through a list", "REPLY", ["List-Id: <x.example>"], "bulk"],
  ["Jana asks for the newest version", "REFRESH", [], "other"],
])("%s", (_case, method, headers, expected) => {
  const found = read(ics(method, [ORGANIZER, JANA]), headers);
  expect(typeof found === "string" ? found : found.kind).toBe(expected);
});

test("one event that is not the sender's spoils the message: nothing of it is believed", () => {
  expect(read(ics("REPLY", [ORGANIZER, JANA], [ORGANIZER, "ATTENDEE;PARTSTAT=DECLINED:mailto:eva@iny.example"]))).toBe("not-the-attendee");
});

test("a calendar that cannot be read says nothing", () => {
  expect(read("METHOD:REPLY\r\nBEGIN:VEVENT")).toBe("unreadable");
});

test("an assistant answers for a person of the same company, and for nobody else", () => {
  const attendee = (assistant: string, boss: string) => `ATTENDEE;PARTSTAT=DECLINED;SENT-BY="mailto:${assistant}":mailto:${boss}`;
  const answer = read(
    ics("REPLY", [ORGANIZER, attendee("jana@zakaznik.example", "riaditel@zakaznik.example"), JANA.replace("Jana@", "eva@")]),
  );
  expect(answer).toMatchObject({ by: "jana@zakaznik.example", news: [{ by: "riaditel@zakaznik.example", response: "declined" }] });
  expect(read(ics("REPLY", [ORGANIZER, attendee("jana@zakaznik.example", "riaditel@iny.example")]))).toBe("not-the-attendee");
  const organizer = 'ORGANIZER;SENT-BY="mailto:asistent@firma.example":mailto:rep@firma.example';
  expect(read(ics("REQUEST", [organizer, JANA]), ["From: asistent@firma.example"])).toMatchObject({
    kind: "request",
    of: "rep@firma.example",
  });
});

test("the one attendee of an answer from another address of the company is named; of several nobody is", () => {
  const invited = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:j.nova@zakaznik.example";
  expect(read(ics("REPLY", [ORGANIZER, invited]))).toMatchObject({
    news: [{ by: "jana@zakaznik.example", answersFor: "j.nova@zakaznik.example", response: "accepted" }],
  });
  expect(read(ics("REPLY", [ORGANIZER, invited, invited.replace("j.nova", "eva")]))).toBe("not-the-attendee");
});

test("whom a cancellation names, who is sent instead, from which instance on", () => {
  expect(read(ics("CANCEL", [ORGANIZER, JANA, "ATTENDEE:mailto:rep@firma.example"]), fromRep)).toMatchObject({
    news: [{ by: "rep@firma.example", guests: ["jana@zakaznik.example"] }],
  });
  const delegated = JANA.replace("ACCEPTED", 'DELEGATED;DELEGATED-TO="mailto:Eva@zakaznik.example"');
  expect(read(ics("REPLY", [ORGANIZER, delegated]))).toMatchObject({ news: [{ response: "none", delegatedTo: ["eva@zakaznik.example"] }] });
  expect(read(ics("REPLY", [ORGANIZER, JANA, "RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T090000Z"]))).toMatchObject({
    news: [{ meeting: "porada-1@firma.example|master", from: "2026-12-08T09:00:00Z" }],
  });
});

test("what is added to a series is an instance, not the series", () => {
  const added = read(ics("ADD", [ORGANIZER, JANA]), fromRep) as Invitation;
  expect(added.news[0]?.meeting).toBe("porada-1@firma.example|2026-12-01T09:00:00Z");
  expect(added.calendar.events[0]?.recurrenceId).toBe("2026-12-01T09:00:00Z");
});

test.each([
  [
    "Outlook: a Windows zone without VTIMEZONE, folded in the middle of a word",
    'DTSTART;TZID="Central Europe Standard \r\n Time":20261201T100000',
    "2026-12-01T09:00:00Z",
  ],
  [
    "Exchange: a display name of a zone",
    'DTSTART;TZID="(UTC+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague":20261201T100000',
    "2026-12-01T09:00:00Z",
  ],
  ["Lotus: bare line feeds", "DTSTART;TZID=Europe/Bratislava:20261201T100000\nX-LOTUS-NOTESVERSION:2", "2026-12-01T09:00:00Z"],
])("another time as it comes from %s", (_case, start, expected) => {
  const calendar = ics("COUNTER", [ORGANIZER, JANA]).replace("DTSTART:20261201T090000Z", start);
  expect((read(calendar) as Invitation).news[0]?.start).toBe(expected);
});

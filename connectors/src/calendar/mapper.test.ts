import { identitiesOf } from "@kronika/core/identities.ts";
import { interactionContentSchema } from "@kronika/core/interactions/index.ts";
import { describe, expect, test } from "vitest";
import { readMeetings } from "./mapper.ts";
import { reminderUid } from "./own-entry.ts";
import { reminderEntry } from "./write-entry.ts";

const YEAR = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
const calendar = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", ...lines, "END:VEVENT", "END:VCALENDAR"].join("\r\n");
const meetings = (ics: string, options: { timeZone?: string; fallbackUid?: string } = {}) =>
  readMeetings(ics, { ...YEAR, ...options }).meetings;

describe("a meeting", () => {
  const ics = calendar(
    "UID:abc@firma.sk",
    "SEQUENCE:3",
    "DTSTART;TZID=Europe/Bratislava:20261124T100000",
    "DTEND;TZID=Europe/Bratislava:20261124T110000",
    "SUMMARY: Ponuka ",
    "LOCATION:Bratislava",
    "DESCRIPTION:Program",
    "ORGANIZER;CN=Ján:mailto:jan@firma.sk",
    "ATTENDEE;CN=Eva;PARTSTAT=NEEDS-ACTION:mailto:eva@zakaznik.sk",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:EVA@zakaznik.sk",
    "ATTENDEE;CUTYPE=ROOM:mailto:zasadacka@firma.sk",
    "ATTENDEE;CN=Bez adresy:urn:uuid:1",
  );

  test("goes to core with its people, each once, without rooms", () => {
    const [mapped] = meetings(ics);
    expect(mapped).toEqual({
      private: false,
      busy: true,
      own: false,
      meeting: {
        kind: "meeting",
        occurredAt: "2026-11-24T09:00:00Z",
        endsAt: "2026-11-24T10:00:00Z",
        allDay: false,
        iCalUid: "abc@firma.sk",
        originalStart: null,
        sequence: 3,
        status: "confirmed",
        subject: "Ponuka",
        location: "Bratislava",
        text: "Program",
        organizer: { name: "Ján", address: "jan@firma.sk" },
        attendees: [{ name: "Eva", address: "eva@zakaznik.sk", response: "accepted" }],
      },
    });
    expect(interactionContentSchema.parse(mapped!.meeting)).toEqual(mapped!.meeting);
  });

  test("of a private event is marked, so that the capture policy can leave it out", () => {
    expect(meetings(ics.replace("SEQUENCE:3", "CLASS:PRIVATE"))[0]).toMatchObject({ private: true });
  });
});

describe("one meeting per real meeting", () => {
  const identities = async (ics: string, options?: { timeZone?: string }) =>
    (await Promise.all(meetings(ics, options).map(({ meeting }) => identitiesOf(meeting)))).flat().map(({ value }) => value);

  test("an instance has the same identity in the organizer's calendar and in an invitation to that instance", async () => {
    const series = calendar("UID:a", "DTSTART;TZID=Europe/Bratislava:20261020T100000", "RRULE:FREQ=WEEKLY;COUNT=2");
    const invitation = calendar("UID:a", "RECURRENCE-ID:20261027T090000Z", "DTSTART:20261028T090000Z");
    expect(await identities(series)).toEqual(["a|2026-10-20T08:00:00Z", "a|2026-10-27T09:00:00Z"]);
    expect(await identities(invitation)).toEqual(["a|2026-10-27T09:00:00Z"]);
  });

  test("whole days are named by their date, wherever the owner is", async () => {
    const days = calendar("UID:a", "DTSTART;VALUE=DATE:20261020", "RRULE:FREQ=DAILY;COUNT=2");
    expect(await identities(days, { timeZone: "Europe/Bratislava" })).toEqual(["a|2026-10-20", "a|2026-10-21"]);
    expect(await identities(days, { timeZone: "America/New_York" })).toEqual(["a|2026-10-20", "a|2026-10-21"]);
  });

  test("floating instances are named by the instant in the owner's zone", async () => {
    const floating = calendar("UID:a", "DTSTART:20261020T100000", "RRULE:FREQ=WEEKLY;COUNT=2");
    expect(await identities(floating, { timeZone: "Europe/Bratislava" })).toEqual(["a|2026-10-20T08:00:00Z", "a|2026-10-27T09:00:00Z"]);
  });

  test("an event without UID gets the name that the caller has for it", () => {
    const ics = calendar("DTSTART:20261020T100000Z");
    expect(meetings(ics)[0]!.meeting.iCalUid).toBeNull();
    expect(meetings(ics, { fallbackUid: "/calendar/1.ics" })[0]!.meeting.iCalUid).toBe("/calendar/1.ics");
  });
});

test("a whole day lasts from midnight to midnight where the owner is", () => {
  const day = calendar("UID:a", "DTSTART;VALUE=DATE:20261025");
  expect(meetings(day, { timeZone: "Europe/Bratislava" })[0]!.meeting).toMatchObject({
    occurredAt: "2026-10-24T22:00:00Z",
    endsAt: "2026-10-25T23:00:00Z",
    allDay: true,
  });
  expect(meetings(day)[0]!.meeting).toMatchObject({ occurredAt: "2026-10-25T00:00:00Z", endsAt: "2026-10-26T00:00:00Z" });
});

test("our own reminder is told apart", () => {
  const ics = reminderEntry({
    uid: reminderUid("1"),
    summary: "a",
    description: "",
    start: "2026-11-24T10:00:00Z",
    minutes: 15,
    url: null,
    now: "2026-11-20T08:00:00Z",
  });
  expect(meetings(ics)).toMatchObject([{ own: true, busy: false }]);
});

test("texts beyond what core takes are cut, not refused", () => {
  const long = `${"a".repeat(1999)}🙂`;
  const [mapped] = meetings(
    calendar(`UID:${"u".repeat(5000)}`, "DTSTART:20261020T100000Z", `SUMMARY:${long}`, `DESCRIPTION:${"d".repeat(2_000_000)}`),
  );
  expect(mapped!.meeting.subject).toBe("a".repeat(1999));
  expect(interactionContentSchema.safeParse(mapped!.meeting).success).toBe(true);
});

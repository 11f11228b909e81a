import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOwnEntry, reminderUid } from "./own-entry.ts";
import { parseCalendar } from "./parse-calendar.ts";
import { storableText } from "./values.ts";
import { reminderEntry, type ReminderEntry } from "./write-entry.ts";

const entry: ReminderEntry = {
  uid: reminderUid("0199f0a2-0000-7000-8000-000000000001"),
  summary: "Zavolať: Kováč, s. r. o.; ponuka č. 12",
  description: "Bez odpovede od 21. 11.\nC:\\ponuky",
  start: "2026-11-24T10:00:00+01:00",
  minutes: 15,
  url: "https://kronika.example/reminders/1?a=b;c,d",
  now: "2026-11-20T08:00:00Z",
};

function read(ics: string) {
  const { events, problems } = parseCalendar(ics);
  expect(problems).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0]!;
}

test("a reminder is read back as it was written, and known as our own", () => {
  const event = read(reminderEntry(entry));
  expect(event).toMatchObject({
    uid: entry.uid,
    summary: entry.summary,
    description: entry.description,
    start: "2026-11-24T09:00:00Z",
    end: "2026-11-24T09:15:00Z",
    url: entry.url,
    stamp: "2026-11-20T08:00:00Z",
    status: "confirmed",
    busy: false,
  });
  expect(isOwnEntry(event)).toBe(true);
});

test("it invites nobody", () => {
  const hostile = "x\r\nATTENDEE:mailto:eva@zakaznik.sk\r\nORGANIZER:mailto:rep@firma.sk";
  const event = read(reminderEntry({ ...entry, summary: hostile, description: hostile, uid: hostile }));
  expect(event).toMatchObject({ organizer: null, attendees: [] });
  expect(event.summary).toBe(hostile.replaceAll("\r", ""));
});

test("it is known as our own when the server dropped the mark, and when it changed the UID", () => {
  const ics = reminderEntry(entry);
  expect(read(ics.replace(/^X-KRONIKA.*\r\n/m, "")).own).toBe(true);
  expect(read(ics.replace(/^UID:.*\r\n/m, "UID:other\r\n")).own).toBe(true);
  expect(read(ics.replace(/^UID:.*\r\n/m, "UID:other\r\n").replace(/^X-KRONIKA.*\r\n/m, "")).own).toBe(false);
});

test("any text comes back, less what iCalendar cannot hold, in lines of at most 75 octets", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 400, size: "max" }),
    fc.string({ unit: "binary", maxLength: 400, size: "max" }),
    fc.string({ unit: "binary-ascii", maxLength: 400, size: "max" }),
    fc.constantFrom("\\n", "\\\\", ";,:\\", " x ", "\t\n "),
  );
  fc.assert(
    fc.property(text, text, (summary, description) => {
      const ics = reminderEntry({ ...entry, summary, description });
      const { events } = parseCalendar(ics);
      const orNull = (value: string) => (storableText(value).trim() === "" ? null : storableText(value));
      expect(events[0]).toMatchObject({ summary: orNull(summary), description: orNull(description) });
      for (const line of ics.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }),
    { numRuns: 300 },
  );
});

describe("what cannot be written is refused", () => {
  test.each<[what: string, change: Partial<ReminderEntry>]>([
    ["a time without zone", { start: "2026-11-24T10:00:00" }],
    ["a negative length", { minutes: -1 }],
    ["half a minute", { minutes: 0.5 }],
    ["an address that is no web address", { url: "javascript:alert(1)" }],
    ["no address", { url: "kronika" }],
  ])("%s", (_, change) => {
    expect(() => reminderEntry({ ...entry, ...change })).toThrow(/not|Invalid/);
  });
});

import { describe, expect, test } from "vitest";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { parseDeliveryStatus } from "@kronika/core/bounce/delivery-status.ts";
import { findMentions } from "@kronika/core/mentions.ts";
import { replyText } from "@kronika/core/reply-text.ts";
import { fromCsv, toCsv } from "@kronika/core/reports/csv.ts";
import { parseSearchQuery } from "@kronika/core/search-query.ts";
import { foldedWords, parseSubject } from "@kronika/core/text-folding.ts";
import { expandEvents } from "@kronika/connectors/calendar/expand.ts";
import { parseCalendar } from "@kronika/connectors/calendar/parse-calendar.ts";
import { parseAddresses } from "@kronika/connectors/mime/addresses.ts";
import { mimeLimits } from "@kronika/connectors/mime/limits.ts";
import { parseMailDate } from "@kronika/connectors/mime/date.ts";
import { parseStructuredHeader } from "@kronika/connectors/mime/parameters.ts";
import { parseMessage, closeParser } from "@kronika/connectors/mime/parse-message.ts";
import { Problems } from "@kronika/connectors/mime/problems.ts";

/** Milliseconds of computing, of all threads: what a hostile sender costs, whatever else the machine does meanwhile. */
function costOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const MB = 1024 * 1024;
/** What a request's address and a message's header are cut at or refused beyond, before a parser sees them. */
const LONGEST_ADDRESS = 16 * 1024;
const LONGEST_HEADER = mimeLimits.headerBytes;

describe("ReDoS: a megabyte of what a pattern repeats costs no parser more than a moment", () => {
  const texts: [name: string, text: string][] = [
    ["blanks", " ".repeat(MB)],
    ["tabs and line ends", "\t\r\n".repeat(MB / 3)],
    ["quote signs", ">".repeat(MB)],
    ["quoted lines", "> > \n".repeat(MB / 5)],
    ["letters", "a".repeat(MB)],
    ["letters with a surprise at the end", `${"a".repeat(MB)}!`],
    ["dots", ".".repeat(MB)],
    ["at signs", "@".repeat(MB)],
    ["addresses without an end", "a@b.".repeat(MB / 4)],
    ["angle brackets", "<".repeat(MB)],
    ["brackets", "([".repeat(MB / 2)],
    ["prefixes of a reply", "Re: ".repeat(MB / 4)],
    ["dashes", "-".repeat(MB)],
    ["underscores in rows", "____ ".repeat(MB / 5)],
    ["Dňa ... napísal without an end", "Dňa 1. 1. 2026 ".repeat(MB / 16)],
    ["On ... wrote without an end", "On Mon, Jan 1 at 10:00 ".repeat(MB / 23)],
    ["header lines", "Od: x\nKomu: y\n".repeat(MB / 14)],
    ["quotation marks", '"'.repeat(MB)],
    ["colons", "a:".repeat(MB / 2)],
    ["digits", "1".repeat(MB)],
    ["percent signs", "%".repeat(MB)],
    ["combining marks", `e${"\u0301".repeat(MB / 2)}`],
    ["encoded words", "=?utf-8?q?=".repeat(MB / 11)],
    ["semicolons", ";a=".repeat(MB / 3)],
  ];
  const parsers: [name: string, parse: (text: string) => unknown, longest?: number][] = [
    ["reply text", (text) => replyText(text)],
    ["subject", parseSubject],
    ["words", foldedWords],
    ["address", normaliseAddress],
    ["search", parseSearchQuery, LONGEST_ADDRESS],
    ["mentions", (text) => findMentions(text, [{ id: "1", name: "Jana Nová" }])],
    ["delivery status", parseDeliveryStatus],
    ["calendar", parseCalendar],
    [
      "calendar line",
      (text) => parseCalendar(`BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:${text}\r\nEND:VEVENT\r\nEND:VCALENDAR`),
    ],
    ["addresses of a header", (text) => parseAddresses([text], "to", new Problems()), LONGEST_HEADER],
    ["date of a header", (text) => parseMailDate(text, new Problems()), LONGEST_HEADER],
    ["parameters of a header", (text) => parseStructuredHeader(`text/plain; ${text}`, new Problems()), LONGEST_HEADER],
    ["CSV", fromCsv],
  ];
  test.for(parsers)("%s", ([, parse, longest = MB]) => {
    const slow = texts.map(([name, text]) => [name, costOf(() => parse(text.slice(0, longest)))] as const).filter(([, ms]) => ms > 2_000);
    expect(slow).toEqual([]);
  });
});

test("MIME torture: 100,000 parts are kept raw, within two seconds", async () => {
  const part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
  const raw = Buffer.from(
    `From: a@b.example\r\nSubject: Mučenie\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(100_000)}--b--\r\n`,
  );
  const before = process.cpuUsage();
  const message = await parseMessage(raw);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  expect(message).toMatchObject({ rawOnly: true, text: null, problems: ["more than 2000 parts: kept raw"] });
  await closeParser();
});

test("recurrence bomb: each second for a hundred years ends at 2,000 instances, and the event is still shown", () => {
  const ics = [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "UID:1",
    "DTSTART:20260101T000000Z",
    "RRULE:FREQ=SECONDLY;UNTIL=21260101T000000Z",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  const cost = costOf(() => {
    const { instances, problems } = expandEvents(parseCalendar(ics.join("\r\n")), {
      from: "2026-01-01T00:00:00Z",
      to: "2126-01-01T00:00:00Z",
    });
    expect(instances).toHaveLength(2_000);
    expect(problems).toEqual([expect.stringContaining("too many repetitions")]);
  });
  expect(cost).toBeLessThan(2_000);
});

describe("address parser: refused, or one recipient, and at once", () => {
  test.for([
    "a@x(b@y)",
    "a@x.example(b@y.example)@evil.example",
    '"a@x.example" <b@evil.example',
    "a@x.example\r\nBcc: b@evil.example",
    "a@x.example\0b@evil.example",
    "a@x.example,b@y.example",
    "group: a@x.example, b@y.example;",
    `${"(".repeat(50_000)}a@x.example`,
    `${"a:".repeat(50_000)};`,
    `${"<".repeat(50_000)}a@x.example${">".repeat(50_000)}`,
    '"'.repeat(50_001),
    "a@[127.0.0.1]",
    "a@x.example@y.example",
  ])("%.40s", (text) => {
    const cost = costOf(() => {
      const address = normaliseAddress(text);
      expect(address === null || /^[^\s@,;:<>()"\0]+@[^\s@,;:<>()"\0]+$/.test(address)).toBe(true);
      parseAddresses([text], "to", new Problems());
    });
    expect(cost).toBeLessThan(500);
  });
});

test("CSV formulas: what a spreadsheet would run is neutral in the file, and comes back as it was", () => {
  const cells = [
    "=1+1",
    "+421905",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''",
    '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0",
  ];
  const file = toCsv([cells]);
  const written = file.slice(1, -2);
  expect(/(?:^|,)"?[=+\-@\t\r＝＋－＠]/.test(written)).toBe(false);
  expect(fromCsv(file)).toEqual([cells]);
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectCalendar, inspectCalendars } from "./inspect-calendar.ts";

const weekly = [
  "BEGIN:VCALENDAR",
  "METHOD:REQUEST",
  "BEGIN:VEVENT",
  "UID:1",
  "DTSTART:20261124T090000Z",
  "SUMMARY:Žiadosť",
  "RRULE:FREQ=WEEKLY",
  "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-calendar-"));
  await mkdir(join(folder, "deep"));
  await writeFile(join(folder, "a.ics"), weekly);
  await writeFile(join(folder, "deep", "b.vcs"), "rubbish");
  await writeFile(join(folder, "note.txt"), weekly);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("one file", () => {
  test("shows series, or with a window their instances", async () => {
    const path = join(folder, "a.ics");
    expect(await inspectCalendar(path)).toMatchObject({
      file: path,
      method: "REQUEST",
      events: [{ uid: "1", recurrenceId: null, recurrence: "FREQ=WEEKLY" }],
      problems: [],
    });
    const shown = await inspectCalendar(path, { from: "2026-12-01", to: "2026-12-15T00:00:00Z" });
    expect(shown.events.map(({ start, recurrence }) => [start, recurrence])).toEqual([
      ["2026-12-01T09:00:00Z", null],
      ["2026-12-08T09:00:00Z", null],
    ]);
  });

  test("without an end of the window an endless series is cut off, and says so", async () => {
    const { events, problems } = await inspectCalendar(join(folder, "a.ics"), { from: "2026-12-01" });
    expect(events).toHaveLength(2000);
    expect(problems).toEqual(['series "1": too many repetitions, only 2000 instances are shown']);
  });

  test("that is not there is an answer, not an error", async () => {
    expect(await inspectCalendar(join(folder, "none.ics"))).toMatchObject({ events: [], problems: ["cannot be read: ENOENT"] });
  });

  test("a window that is none is refused", async () => {
    await expect(inspectCalendar(join(folder, "a.ics"), { from: "tomorrow" })).rejects.toThrow(
      "neither an ISO instant nor a date: tomorrow",
    );
  });

  test.each<[what: string, bytes: Uint8Array, problems: string[]]>([
    ["UTF-8", Buffer.from(weekly), []],
    ["UTF-8 with its mark", Buffer.from(`\ufeff${weekly}`), []],
    ["UTF-16", Buffer.from(`\ufeff${weekly}`, "utf16le"), []],
    [
      "Windows-1250",
      Buffer.from(weekly.replaceAll("Ž", "\x8e").replaceAll("ť", "\x9d").replaceAll("ď", "\xef"), "latin1"),
      ["not UTF-8: read as Windows-1250"],
    ],
    ["UTF-8 folded inside of a character", foldedInside(weekly, "Ž"), []],
  ])("in %s", async (_, bytes, problems) => {
    const path = join(folder, "encoded.ics");
    await writeFile(path, bytes);
    const read = await inspectCalendar(path);
    await rm(path);
    expect(read.events[0]!.summary).toBe("Žiadosť");
    expect(read.problems).toEqual(problems);
  });
});

test("files and folders, one line each, in order", async () => {
  const files: string[] = [];
  for await (const { file, problems } of inspectCalendars([join(folder, "note.txt"), folder]))
    files.push(`${file.slice(folder.length + 1)} ${problems.length}`);
  expect(files).toEqual(["note.txt 0", "a.ics 0", "deep/b.vcs 1"]);
});

/** The bytes of a text with a fold between the two bytes of a character. */
function foldedInside(text: string, character: string): Uint8Array {
  const bytes = Buffer.from(text);
  const at = bytes.indexOf(Buffer.from(character)) + 1;
  return Buffer.concat([bytes.subarray(0, at), Buffer.from("\r\n "), bytes.subarray(at)]);
}

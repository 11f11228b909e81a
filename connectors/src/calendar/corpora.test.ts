import { corpusFile, corpusFiles, corpusIsMissing } from "@kronika/core/testing/corpus.ts";
import { describe, expect, test } from "vitest";
import { decodeCalendar } from "./decode-calendar.ts";
import { expandEvents } from "./expand.ts";
import { readMeetings } from "./mapper.ts";
import { parseCalendar } from "./parse-calendar.ts";

/** Calendars by other hands: the tests of ical4j, of Python's icalendar (with its fuzzing finds) and of ical.js. */
const CORPORA = ["ics-ical4j", "ics-icalendar", "ics-icaljs"];
const WINDOW = { from: "2000-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };

describe.each(CORPORA)("the calendars of %s", (corpus) => {
  const skip = corpusIsMissing(corpus);
  const texts = () =>
    corpusFiles(corpus)
      .filter((file) => file.endsWith(".ics"))
      .map((file) => ({ file, text: decodeCalendar(corpusFile(corpus, file)).text }));

  test.skipIf(skip)("no event is lost: as many as the text begins", () => {
    for (const { file, text } of texts()) {
      const begun = text.match(/^\s*BEGIN:VEVENT/gim)?.length ?? 0;
      expect({ file, events: parseCalendar(text).events.length }).toEqual({ file, events: begun });
    }
  });

  test.skipIf(skip)("an event without a time has none in the text, or says why", () => {
    for (const { file, text } of texts()) {
      const { events, problems } = parseCalendar(text);
      const untimed = events.filter((event) => event.start === null);
      if (untimed.length === 0 || /^METHOD:(?:CANCEL|REPLY|REFRESH)/m.test(text)) continue;
      expect({ file, explained: problems.some((problem) => /DTSTART (?:is missing|".*" is not a date)/.test(problem)) }).toEqual({
        file,
        explained: true,
      });
    }
  });

  test.skipIf(skip)("every event with a time becomes a meeting or lies outside of the window", () => {
    for (const { file, text } of texts()) {
      const calendar = parseCalendar(text);
      const { instances } = expandEvents(calendar, WINDOW);
      const { meetings } = readMeetings(text, WINDOW);
      expect({ file, meetings: meetings.length }).toEqual({ file, meetings: instances.length });
      const shown = new Set(instances.map((instance) => instance.uid));
      for (const event of calendar.events) {
        if (event.start === null || event.recurrence !== null || event.series !== null || shown.has(event.uid)) continue;
        expect({ file, start: event.start, outside: event.start >= WINDOW.to || (event.end ?? "") <= WINDOW.from }).toMatchObject({
          outside: true,
        });
      }
    }
  });
});

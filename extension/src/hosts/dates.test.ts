import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parsePageDate } from "./dates.ts";

/** The wall clock of 24 November 2026 in the zone in which the tests run. */
const local = (year: number, month: number, day: number, hour: number, minute: number) =>
  new Date(year, month - 1, day, hour, minute).toISOString().replace(".000Z", "Z");

const nine = local(2026, 11, 24, 9, 0);
const evening = local(2026, 11, 24, 21, 5);
const noon = local(2026, 11, 24, 12, 30);
const midnight = local(2026, 11, 24, 0, 30);

describe("dates as the pages write them", () => {
  test.each<[language: string | null, text: string, expected: string]>([
    ["en", "Nov 24, 2026, 9:00 AM", nine],
    ["en", "Nov 24, 2026, 9:00\u202fAM", nine],
    ["en", "Tue, Nov 24, 2026, 9:00 AM", nine],
    ["en", "Tue, Nov 24, 2026 at 9:00 AM", nine],
    ["en-US", "11/24/2026, 9:05 PM", evening],
    ["en-US", "11/4/2026, 9:05 PM", local(2026, 11, 4, 21, 5)],
    ["en-GB", "4/11/2026, 21:05", local(2026, 11, 4, 21, 5)],
    ["en-GB", "24 Nov 2026, 09:00", nine],
    ["en-GB", "Tuesday 24 November 2026 at 21:05", evening],
    ["en-AU", "24 Nov 2026, 9:05 pm", evening],
    ["en-AU", "2 Sept 2026, 19:31", local(2026, 9, 2, 19, 31)],
    ["en-CA", "Nov. 24, 2026, 9:05 p.m.", evening],
    ["en", "Nov 24, 2026, 12:30 PM", noon],
    ["en", "Nov 24, 2026, 12:30 AM", midnight],
    ["en", "July 29, 2026, 9:00 AM", local(2026, 7, 29, 9, 0)],
    ["en", "20 Aug 2025, 13:19 (2 days ago)", local(2025, 8, 20, 13, 19)],
    ["sk", "24. 11. 2026, 9:00", nine],
    ["sk", "24. 11. 2026 9:00", nine],
    ["sk", "ut 24. 11. 2026, 21:05", evening],
    ["sk", "utorok 24. novembra 2026 o 9:00", nine],
    ["cs", "24. 11. 2026 9:00", nine],
    ["cs", "út 24. 11. 2026 21:05", evening],
    ["cs", "24. listopadu 2026 v 9:00", nine],
    ["de", "24. Nov. 2026, 09:00", nine],
    ["de", "Di., 24. Nov. 2026, 21:05", evening],
    ["de", "24.11.2026, 09:00", nine],
    ["de", "24. November 2026 um 09:00 Uhr", nine],
    ["de-AT", "24. Nov. 2026, 09:00", nine],
    ["de", "3. März 2026, 09:00", local(2026, 3, 3, 9, 0)],
    ["hu", "2026. nov. 24. 9:00", nine],
    ["hu", "2026. nov. 24., K 21:05", evening],
    ["hu", "2026. november 24., kedd 9:00", nine],
    ["hu", "2026. 11. 24. 9:00", nine],
    ["pl", "24 lis 2026, 09:00", nine],
    ["pl", "wt., 24 lis 2026, 21:05", evening],
    ["pl", "24.11.2026, 09:00", nine],
    ["pl", "24 listopada 2026, 09:00", nine],
    ["ru", "26 дек. 2019 г., 22:53", local(2019, 12, 26, 22, 53)],
    ["zh-CN", "2016年5月4日 上午10:08", local(2016, 5, 4, 10, 8)],
    ["zh-CN", "2016年5月4日 下午10:08", local(2016, 5, 4, 22, 8)],
    ["ja", "2026年11月24日(火) 9:00", nine],
    ["fr", "24 nov. 2026, 09:00", nine],
    ["fr-CA", "24 nov. 2026, 9 h 00", nine],
    ["es", "mar, 24 mar 2026, 9:00", local(2026, 3, 24, 9, 0)],
    ["fi", "24.11.2026 klo 9.00", nine],
    ["en-US", "24/11/2026, 9:00", nine], // only one reading is possible
  ])("%s: %s", (language, text, expected) => {
    expect(parsePageDate(text, language)).toBe(expected);
  });

  test.each<[text: string, expected: string]>([
    ["Nov 24, 2026, 9:00 AM", nine],
    ["24. 11. 2026, 9:00", nine],
    ["24. Nov. 2026, 09:00", nine],
    ["2026. nov. 24. 9:00", nine],
    ["wt., 24 lis 2026, 21:05", evening],
    ["11/24/2026, 9:05 PM", evening],
  ])("without the page's language: %s", (text, expected) => {
    expect(parsePageDate(text)).toBe(expected);
  });

  test("the page may state a language other than that of its dates", () => {
    expect(parsePageDate("ut 24. novembra 2026, 9:00", "en")).toBe(nine);
  });

  test("a day without a time stays a day", () => {
    expect(parsePageDate("Nov 24, 2026", "en")).toBe("2026-11-24");
    expect(parsePageDate("21 September 2026", "en-GB")).toBe("2026-09-21");
  });
});

describe("never guessed", () => {
  test.each<[language: string | null, text: string, why: string]>([
    ["en", "4/5/2026, 9:00 AM", "English of unknown region: April or May"],
    [null, "4/5/2026, 9:00", "no language: April or May"],
    ["en", "Apr 30", "no year"],
    ["en", "9:00 AM", "no day"],
    ["en", "9:00 AM (2 hours ago)", "no day"],
    ["en", "Mon, Nov 24, 2026, 9:00 AM", "24 November 2026 is a Tuesday"],
    ["en", "Nov 31, 2026, 9:00 AM", "November has 30 days"],
    ["en", "Nov 24, 2026, 25:00", "no such hour"],
    ["en", "Nov 24, 2026, 13:00 AM", "13 in the morning"],
    ["en", "Nov 24, 26, 9:00 AM", "year of two figures"],
    ["en", "Nov 24, 2026, 9:00 AM - 10:00 AM", "two times"],
    ["en", "Nov 24 2026 Dec 25, 9:00 AM", "two months"],
    ["sk", "včera 24. 11. 2026, 9:00 okolo", "a word that we do not know"],
    ["en", "yesterday", "relative"],
    ["en", "", "nothing"],
    ["en", "x".repeat(500), "not a date"],
  ])("%s: %s (%s)", (language, text) => {
    expect(parsePageDate(text, language)).toBeNull();
  });

  test("an ambiguous figure is settled by the weekday", () => {
    expect(parsePageDate("Tue, 5/4/2027, 9:00 AM", "en")).toBe(local(2027, 5, 4, 9, 0));
  });

  describe("in a zone with summer time", () => {
    const zone = process.env["TZ"];
    beforeAll(() => void (process.env["TZ"] = "Europe/Bratislava"));
    afterAll(() => void (zone === undefined ? delete process.env["TZ"] : (process.env["TZ"] = zone)));

    test.each<[text: string, expected: string | null]>([
      ["24. 11. 2026, 9:00", "2026-11-24T08:00:00Z"],
      ["24. 7. 2026, 9:00", "2026-07-24T07:00:00Z"],
      ["29. 3. 2026, 2:30", null], // the clock goes from 2:00 to 3:00
      ["25. 10. 2026, 2:30", null], // the hour from 2:00 to 3:00 exists twice
      ["25. 10. 2026, 3:00", "2026-10-25T02:00:00Z"],
      ["25. 10. 2026, 1:59", "2026-10-24T23:59:00Z"],
    ])("%s is %s", (text, expected) => {
      expect(parsePageDate(text, "sk")).toBe(expected);
    });
  });

  test("a broken language tag of the page does no harm", () => {
    expect(parsePageDate("24. 11. 2026, 9:00", "x_!!")).toBe(nine);
  });
});

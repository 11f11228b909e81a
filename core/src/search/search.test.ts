import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSearchQuery } from "../search-query.ts";
import { wildText } from "../testing/arbitraries.ts";
import { holds, markedExcerpt, marksIn } from "./marks.ts";
import { distinctWords, isNear, nearWords, wordsOf } from "./words.ts";

describe("words of a text", () => {
  test("are folded, and know their places", () => {
    expect(wordsOf("Žiadosť, č. CP-2026/014")).toEqual([
      { word: "ziadost", start: 0, end: 7 },
      { word: "c", start: 9, end: 10 },
      { word: "cp", start: 12, end: 14 },
      { word: "2026", start: 15, end: 19 },
      { word: "014", start: 20, end: 23 },
    ]);
    expect(wordsOf("½ Stra\u00dfe")).toEqual([
      { word: "1", start: 0, end: 1 },
      { word: "2", start: 0, end: 1 },
      { word: "strasse", start: 2, end: 8 },
    ]);
  });

  test("each once, no more than wanted", () => {
    expect(distinctWords(["a b a", null, "c d"], 3)).toEqual(["a", "b", "c"]);
  });
});

describe("words with one slip", () => {
  test.each([
    ["ponukq", "ponuka", true],
    ["pnouka", "ponuka", true],
    ["ponka", "ponuka", true],
    ["ponnuka", "ponuka", true],
    ["fakturu", "faktury", true],
    ["konuka", "ponuka", false],
    ["ponuka", "ponuka", false],
    ["cena", "cela", false],
    ["20261", "20262", false],
    ["ponukqq", "ponuka", false],
  ])("%s for %s: %s", (typed, word, expected) => {
    expect(isNear(typed, word)).toBe(expected);
    expect(nearWords(typed).includes(word)).toBe(expected);
  });

  test("the list and the comparison agree", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abc"), minLength: 4, maxLength: 7 });
    fc.assert(
      fc.property(letters, letters, (typed, word) => isNear(typed, word) === nearWords(typed).includes(word)),
      { numRuns: 2000 },
    );
  });
});

describe("marks", () => {
  const marked = (text: string, query: string, near = false) =>
    marksIn(text, parseSearchQuery(query), near).map(([a, b]) => text.slice(a, b));

  test("words and phrases, with the letters as they were written", () => {
    expect(marked("Cenová PONUKA a iné ponuky", "ponu cenova")).toEqual(["Cenová", "PONUKA", "ponuky"]);
    expect(marked("Cenová ponuka, nie ponuka cenová", '"cenova ponuka"')).toEqual(["Cenová ponuka"]);
    expect(marked("Naša ponuka", "ponukq")).toEqual([]);
    expect(marked("Naša ponuka", "ponukq", true)).toEqual(["ponuka"]);
  });

  test("a text holds it when all of it is there; a phrase must stand in one piece", () => {
    const query = parseSearchQuery('"cenova ponuka" dnes');
    expect(holds(["Cenová ponuka", "dnes"], query)).toBe(true);
    expect(holds(["Cenová", "ponuka dnes"], query)).toBe(false);
  });

  test("an excerpt shows the first place, uncut words, and is one line", () => {
    const text = `${"slovo ".repeat(50)}\n\ncenová   ponuka ${"potom ".repeat(50)}`;
    const found = markedExcerpt(text, parseSearchQuery("ponuka"), 60)!;
    expect(found.text).toMatch(/^… .*cenová ponuka potom.* …$/);
    expect(found.marks.map(([a, b]) => found.text.slice(a, b))).toEqual(["ponuka"]);
    expect(markedExcerpt("nič", parseSearchQuery("ponuka"), 60)).toBeNull();
  });

  test("marks of any text lie within it, in order", () => {
    fc.assert(
      fc.property(wildText(), wildText(), (text, typed) => {
        let before = 0;
        for (const [start, end] of marksIn(text, parseSearchQuery(typed), true)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEmptyQuery, parseSearchQuery, wantedWords } from "./search-query.ts";
import { wildText } from "./testing/arbitraries.ts";

const begins = (word: string) => ({ word, prefix: true });
const is = (word: string) => ({ word, prefix: false });

describe("what somebody types into the search box", () => {
  test.each([
    ["Ponu žiadosť", { words: [begins("ponu"), begins("ziadost")] }],
    ["CP-2026/014", { words: [begins("cp"), begins("2026"), begins("014")] }],
    ["a cena", { words: [is("a"), begins("cena")] }],
    ['"cenová ponuka" dnes', { phrases: [["cenova", "ponuka"]], words: [begins("dnes")] }],
    ['"cenová"', { words: [is("cenova")] }],
    ['"nikdy nezavretá', { phrases: [["nikdy", "nezavreta"]] }],
    ["„cenová ponuka“", { phrases: [["cenova", "ponuka"]] }],
    ["from:eva od:lipa.example", { from: [begins("eva"), begins("lipa"), begins("example")] }],
    ["to:jana@firma.sk", { to: [begins("jana"), begins("firma"), begins("sk")] }],
    ["kind:call,meeting druh:poznámka KIND:call", { kinds: ["call", "meeting", "note"] }],
    ['customer:"Horák a syn" zákazník:Lipa', { customers: [[is("horak"), is("a"), is("syn")], [begins("lipa")]] }],
    ["after:2026-11-05 before:2026-12", { after: "2026-11-05", before: "2026-12-01" }],
    ["po:5.11.2026 pred:2027", { after: "2026-11-05", before: "2027-01-01" }],
    ["after:2026-02-30", { ignored: [{ text: "after:2026-02-30", reason: "not-a-day" }] }],
    ["kind:fax", { ignored: [{ text: "kind:fax", reason: "unknown-kind" }] }],
    ["from:", { ignored: [{ text: "from:", reason: "empty" }] }],
    ["https://lipa.example", { words: [begins("https"), begins("lipa"), begins("example")] }],
  ])("%s", (text, expected) => expect(parseSearchQuery(text)).toMatchObject(expected));

  test("nothing but blanks and punctuation asks for nothing", () => {
    expect(isEmptyQuery(parseSearchQuery(" … ?! "))).toBe(true);
    expect(isEmptyQuery(parseSearchQuery("kind:call"))).toBe(false);
  });

  test("any text is read, with few words and without a mark that the index could take for its own", () => {
    fc.assert(
      fc.property(wildText(), (text) => {
        const query = parseSearchQuery(text);
        const words = [...wantedWords(query), ...query.from, ...query.to, ...query.customers.flat()];
        expect(words.length).toBeLessThanOrEqual(12);
        for (const { word } of words) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
      }),
    );
  });
});

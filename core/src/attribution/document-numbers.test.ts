import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wildText } from "../testing/arbitraries.ts";
import { fold } from "../text-folding.ts";
import { findDocumentNumbers, type NumberedDocument, type Place, type SalesDocumentKind } from "./document-numbers.ts";

const find = (text: string, number: string, kind: SalesDocumentKind = "invoice", place: Place = "text") => {
  const documents: NumberedDocument[] = [{ id: "d", number, kind }];
  const folded = place === "attachment" ? fold(text).replaceAll("_", " ") : fold(text);
  const [mention] = findDocumentNumbers([{ place, folded }], documents);
  return mention === undefined ? null : mention.whole ? "whole" : "digits";
};

describe("a document's number is found", () => {
  test.each<[string, string, SalesDocumentKind, ("whole" | "digits")?, Place?]>([
    ["posielame OF-2026/0123 na schválenie", "OF-2026/0123", "quote"],
    ["posielame of 2026 0123.", "OF-2026/0123", "quote"],
    ["ponuka OF2026-0123?", "OF-2026/0123", "quote"],
    ["OF 2026/123 je v poriadku", "OF-2026/0123", "quote"],
    ["k Vašej ponuke č. 2026/0123 máme otázku", "OF-2026/0123", "quote", "digits"],
    ["cenová ponuka 2026-0123", "OF-2026/0123", "quote", "digits"],
    ["faktúra č. 20260123", "20260123", "invoice"],
    ["faktura c.20260123, splatna zajtra", "20260123", "invoice"],
    ["Invoice No. 20260123", "20260123", "invoice"],
    ["Rechnung Nr. 2026-0123", "20260123", "invoice"],
    ["FA20260123 sme uhradili", "20260123", "invoice"],
    ["VS: 20260123", "20260123", "invoice"],
    ["faktúry 20260122 20260123 prosím", "20260123", "invoice"],
    ["faktúry 20260123 a 20260124", "20260123", "invoice"],
    ["za faktúru 20260123 120 €", "20260123", "invoice"],
    ["obj. 4512", "4512", "order"],
    ["objednávka číslo 15/26", "15/26", "order"],
    ["OF-2026_0123_v2.pdf", "OF-2026/0123", "quote", "whole", "attachment"],
    ["Faktura_20260123.pdf", "20260123", "invoice", "whole", "attachment"],
    ["20260123-1.pdf", "20260123", "invoice", "whole", "attachment"],
    ["OF-2026-0123v2.pdf", "OF-2026/0123", "quote", "whole", "attachment"],
    ["FAKTÚRA Č. 2026 0123", "20260123", "invoice"],
    ["(OF-2026/0123)", "OF-2026/0123", "quote"],
    ["objednávku 20260123 potvrdzujeme", "20260123", "order"],
  ])("%s", (text, number, kind, how = "whole", place = "text") => {
    expect(find(text, number, kind, place)).toBe(how);
  });
});

describe("it is not part of something else", () => {
  test.each<[string, string, SalesDocumentKind]>([
    ["faktúra 120260123", "20260123", "invoice"],
    ["faktúra 202601234", "20260123", "invoice"],
    ["IBAN SK31 1200 0000 1987 4263 7541", "19874263", "invoice"],
    ["SK3112000000198742637541", "19874263", "invoice"],
    ["tel. 905123456", "905123456", "invoice"],
    ["+421 905 123 456", "905123", "invoice"],
    ["+421 905123456", "905123456", "order"],
    ["0905/123456", "123456", "order"],
    ["IČO: 20260123", "20260123", "invoice"],
    ["DIČ 2026012345", "2026012345", "invoice"],
    ["IČ DPH SK2026012345", "2026012345", "invoice"],
    ["PROF-2026/0123", "OF-2026/0123", "quote"],
    ["OF-2026/01234", "OF-2026/0123", "quote"],
    ["OF-2026/0123-4567", "OF-2026/0123", "quote"],
    ["stálo to 20260123,50 €", "20260123", "invoice"],
    ["objednávame 20260123 ks", "20260123", "order"],
    ["zmluva 20260123/2026", "20260123", "invoice"],
    ["v roku 2026", "2026", "order"],
    ["dňa 23.01.2026", "2301", "order"],
    ["o 4512 krabíc", "4512", "order"],
    // Digits alone belong to a document with letters only beside a word for its kind.
    ["stretnutie 2026/0123", "OF-2026/0123", "quote"],
    ["faktúra 2026/0123", "OF-2026/0123", "quote"],
  ])("%s", (text, number, kind) => {
    expect(find(text, number, kind)).toBeNull();
  });
});

test("any text and any number: an answer, in time that grows with the text", () => {
  fc.assert(
    fc.property(wildText(200), wildText(20), (text, number) => {
      find(text, number);
    }),
  );
  const hostile = ["1 ".repeat(10_000), "of".repeat(10_000), "OF-2026/".repeat(5000), "faktura ".repeat(3000), "+".repeat(20_000)].join(
    " ",
  );
  expect(find(hostile, "OF-2026/0123", "quote")).toBeNull();
});

test("written as the ERP writes it, between blanks, every number of useful length is found", () => {
  const number = fc.tuple(
    fc.constantFrom("OF", "FA", "OBJ", "CP"),
    fc.constantFrom("-", "/", "", " "),
    fc.integer({ min: 2000, max: 2099 }),
    fc.constantFrom("-", "/", ""),
    fc.integer({ min: 1, max: 9999 }),
  );
  fc.assert(
    fc.property(number, ([letters, a, year, b, n]) => {
      const text = `${letters}${a}${year}${b}${String(n).padStart(4, "0")}`;
      expect(find(`prosím ${text} čím skôr`, text, "quote")).toBe("whole");
    }),
  );
});

import { describe, expect, test } from "vitest";
import {
  idInUrl,
  isCompose,
  isComposeUrls,
  isList,
  isListUrls,
  isOther,
  isOtherUrls,
  isThread,
  isThreadUrls,
  pageKind,
  type Examples,
} from "./pages.ts";

const rules: [kind: string, predicate: (url: URL) => boolean, examples: Examples][] = [
  ["other", isOther, isOtherUrls],
  ["compose", isCompose, isComposeUrls],
  ["thread", isThread, isThreadUrls],
  ["list", isList, isListUrls],
];

describe("what an address of Gmail promises", () => {
  for (const [kind, predicate, { yes, no }] of rules) {
    test.each(yes)(`${kind}: %s`, (url) => {
      expect(predicate(new URL(url))).toBe(true);
      expect(pageKind(url)).toBe(kind);
    });
    test.each(no)(`not ${kind}: %s`, (url) => expect(predicate(new URL(url))).toBe(false));
  }

  test("nonsense is not a page", () => expect(pageKind("not an address")).toBe("other"));

  test("a bare address promises nothing", () => expect(pageKind("https://mail.google.com/mail/u/0/")).toBe("unknown"));
});

describe("the conversation that an address names", () => {
  test.each([
    // A token seen in the wild, and the thread it stands for.
    ["https://mail.google.com/mail/u/0/#inbox/FMfcgzQgMMHLwtbqvvsLSmnmFrtzlwhR", BigInt("1867738929962152335").toString(16)],
    ["https://mail.google.com/mail/u/0/#search/ponuka/18852539450983a9", "18852539450983a9"],
    ["https://mail.google.com/mail/u/0/popout?ver=a&th=%23thread-f%3A1766859356714402729&cvid=1", "18852539450983a9"],
    ["https://mail.google.com/mail/u/0/#inbox", null],
    ["https://mail.google.com/mail/u/0/#inbox/p2", null],
    ["https://mail.google.com/mail/u/0/#inbox/FMfcgzFallbackThreadWithVowels", null],
    [`https://mail.google.com/mail/u/0/#inbox/${"z".repeat(5000)}`, null],
  ])("%s", (url, id) => expect(idInUrl(url)).toBe(id));
});

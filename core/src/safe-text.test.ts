import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText, clip, excerpt } from "./safe-text.ts";
import { wildText } from "./testing/arbitraries.ts";

test("cleanText makes any text storable and cuts it", () => {
  expect(cleanText("a\u0000b\ud800c", 10)).toBe("ab\ufffdc");
  fc.assert(
    fc.property(wildText(), fc.nat(20), (text, max) => {
      const clean = cleanText(`${text}\u0000\udc00${text}`, max);
      expect(clean.length).toBeLessThanOrEqual(max);
      expect(clean.isWellFormed()).toBe(true);
      expect(clean).not.toContain("\u0000");
    }),
  );
});

test("clip never leaves half a character", () => {
  expect(clip("ab😀", 3)).toBe("ab");
  expect(clip("ab😀", 4)).toBe("ab😀");
});

describe("excerpt", () => {
  test.each([
    ["  krátky\n text ", 20, "krátky text"],
    ["jedno dlhšie slovo", 9, "jedno…"],
    ["jedno dlhšie slovo", 15, "jedno dlhšie…"],
    ["aaaaaaaaaaaaaaa", 5, "aaaa…"],
    ["", 5, ""],
  ])("of %j in %i is %j", (text, max, expected) => expect(excerpt(text, max)).toBe(expected));
});

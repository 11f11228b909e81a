import fc from "fast-check";

const NASTY = [
  "\u0000",
  "\ud800",
  "\udc00",
  "😀",
  "\r\n",
  "\u202e",
  "\u200b",
  "\u0301",
  "İ",
  "ß",
  "ﬁ",
  " ",
  "\t",
  "\n",
  "<",
  ">",
  "@",
  ":",
  '"',
  "[",
  "]",
];

/** Any UTF-16 text, lone surrogates and controls included, with the characters that parsers trip over more often than chance gives. */
export const wildText = (maxLength = 40): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(...NASTY),
      fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom("a", "Z", "1", "."),
    ),
    maxLength,
  });

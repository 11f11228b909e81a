import { describe, expect, test } from "vitest";
import { base32, matchingStep, newTotpSecret, stepAt, totpCode, totpUri } from "./totp.ts";

/** RFC 6238 appendix B gives eight digits; six are their end. */
const VECTORS: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];
const secret = Buffer.from("12345678901234567890");
const at = (seconds: number) => new Date(seconds * 1000);

test.each(VECTORS)("the code at %i s is the one of RFC 6238", (seconds, code) => {
  expect(totpCode(secret, stepAt(at(seconds)))).toBe(code);
  expect(matchingStep(secret, code, at(seconds), 0)).toBe(stepAt(at(seconds)));
});

test("base32 is that of RFC 4648", () => {
  expect(base32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(["f", "fo", "foo", "foob", "fooba", "foobar"].map((text) => base32(Buffer.from(text)))).toEqual([
    "MY",
    "MZXQ",
    "MZXW6",
    "MZXW6YQ",
    "MZXW6YTB",
    "MZXW6YTBOI",
  ]);
});

describe("which codes are good", () => {
  const now = at(1_790_000_010);
  const step = stepAt(now);

  test("the one of now and its neighbours, none further away", () => {
    const good = [-3, -2, -1, 0, 1, 2, 3].filter((shift) => matchingStep(secret, totpCode(secret, step + shift), now, 0) !== null);
    expect(good).toEqual([-1, 0, 1]);
  });

  test("a code that was used is not good again, nor is one before it", () => {
    expect(matchingStep(secret, totpCode(secret, step), now, step)).toBeNull();
    expect(matchingStep(secret, totpCode(secret, step - 1), now, step)).toBeNull();
    expect(matchingStep(secret, totpCode(secret, step + 1), now, step)).toBe(step + 1);
  });

  test.each(["", "12345", "1234567", "12345a", "１２３４５６", " 23456"])("%o is no code", (code) => {
    expect(matchingStep(secret, code, now, 0)).toBeNull();
  });

  test("another secret has other codes", () => {
    expect(matchingStep(newTotpSecret(), totpCode(secret, step), now, 0)).toBeNull();
  });
});

test("the app is told who and where", () => {
  expect(totpUri(secret, "jana@borovica.example", "Kronika: Borovica & syn")).toBe(
    "otpauth://totp/Kronika%3A%20Borovica%20%26%20syn:jana%40borovica.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kronika%3A%20Borovica%20%26%20syn&algorithm=SHA1&digits=6&period=30",
  );
});

import { expect, test } from "vitest";
import { documentNumberKey } from "./document-numbers.ts";

test.each([
  ["CP-2026/0123", "CP20260123"],
  ["cp 2026 0123", "CP20260123"],
  ["CP2026.0123", "CP20260123"],
  ["Č. 7/26", "C726"],
  ["FV\u00a02026\u20130009", "FV20260009"],
  ["№ ０１２", "NO012"],
  ["0012", "0012"],
  [" -/. ", ""],
])("%s is %s", (number, key) => expect(documentNumberKey(number)).toBe(key));

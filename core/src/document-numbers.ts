import { fold } from "./text-folding.ts";

/**
 * The number of a quote, order or invoice as it is compared: letters and digits only, without diacritics, in capitals, so that `CP-2026/0123`,
 * `cp 2026 0123` and `CP2026.0123` are one number. Zeros stay: `0012` and `12` are two numbers of one series.
 * @returns the key; empty when the text holds neither letter nor digit
 */
export function documentNumberKey(number: string): string {
  return fold(number.normalize("NFKC"))
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

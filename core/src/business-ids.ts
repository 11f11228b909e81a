import { hasIcoCheckDigit, isVatCountry, parseEuVatId, vatPrefixOf } from "./vat-ids.ts";

/** Why an identifier is refused: its characters or length, or a check digit that does not fit (a typing error). */
export type BusinessIdProblem = "form" | "check-digit";

/** The identifier as it is stored and compared, or why it cannot be one. */
export type BusinessIdResult = { ok: true; value: string } | { ok: false; problem: BusinessIdProblem };

const accepted = (value: string): BusinessIdResult => ({ ok: true, value });
const refused = (problem: BusinessIdProblem): BusinessIdResult => ({ ok: false, problem });

/** Capital letters, without blanks, dots and dashes that people write for their eyes. */
const compact = (text: string): string => text.toUpperCase().replaceAll(/[\s.\-\u2010-\u2015]/g, "");

/**
 * Company number: of Slovakia and Czechia the IČO (eight digits, the last one a check digit modulo 11; both states number by the rule of
 * their common register of 1969), of other countries whatever their register gives.
 * @param country ISO 3166-1
 */
export function parseCompanyNumber(text: string, country: string): BusinessIdResult {
  if (country === "SK" || country === "CZ") return parseIco(text);
  const value = text.toUpperCase().replaceAll(/\s/g, "");
  return /^[0-9A-Z./-]{2,20}$/.test(value) ? accepted(value) : refused("form");
}

/** Old numbers have six or seven digits, and spreadsheets drop zeros in front: both are filled up. */
function parseIco(text: string): BusinessIdResult {
  const digits = compact(text);
  if (!/^\d{6,8}$/.test(digits)) return refused("form");
  const value = digits.padStart(8, "0");
  return hasIcoCheckDigit(value) ? accepted(value) : refused("check-digit");
}

/**
 * Tax number: of Slovakia the DIČ (ten digits; no check digit is published for those who pay no VAT), of Czechia the DIČ (CZ and the IČO, a
 * birth number or a number of its own; the prefix may be missing), of other countries letters and digits.
 * @param country ISO 3166-1
 */
export function parseTaxNumber(text: string, country: string): BusinessIdResult {
  const value = compact(text);
  if (country === "CZ") return parseVatId(value, "CZ");
  if (country === "SK") {
    const digits = value.replace(/^SK/, "");
    return /^[1-9]\d{9}$/.test(digits) ? accepted(digits) : refused("form");
  }
  return /^[0-9A-Z/]{2,20}$/.test(value) ? accepted(value) : refused("form");
}

/**
 * VAT identifier (IČ DPH). Its own prefix says by which rule it is read, since a company may be registered for VAT abroad; a missing prefix is
 * that of `country`. Member states of the EU and Northern Ireland by their form and, where the rule is published, check digits (vat-ids.ts);
 * others by two letters and 2 to 18 letters or digits.
 * @param country ISO 3166-1
 */
export function parseVatId(text: string, country: string): BusinessIdResult {
  const written = compact(text).replaceAll("/", "");
  const own = written.slice(0, 2).replace("GR", "EL");
  const hasPrefix = /^[A-Z]{2}/.test(written) && (isVatCountry(own) || !isVatCountry(vatPrefixOf(country)));
  const prefix = hasPrefix ? own : vatPrefixOf(country);
  const number = hasPrefix ? written.slice(2) : written;
  if (!isVatCountry(prefix)) return /^[0-9A-Z]{2,18}$/.test(number) ? accepted(prefix + number) : refused("form");
  const problem = parseEuVatId(prefix, number);
  return problem === null ? accepted(prefix + number) : refused(problem);
}

/**
 * VAT identifiers of the EU by prefix. Forms: the European Commission's VIES FAQ, "structure of VAT identification numbers"; check digits: the
 * rules that the member states publish. Where no rule is published, or it has known exceptions, the form alone counts.
 */

interface VatRule {
  /** Without the prefix. */
  form: RegExp;
  check?: (number: string) => boolean;
}

const digitsOf = (text: string): number[] => Array.from(text, Number);

/** Sum of digits times weights. */
function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);
}

/** Sum of digits where every second one is doubled and, above nine, reduced by nine (Luhn). `doubled` is the parity of the doubled places. */
function luhn(text: string, doubled: 0 | 1): number {
  return digitsOf(text).reduce((sum, digit, i) => sum + (i % 2 === doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit), 0);
}

/** ISO 7064 MOD 11,10: the last digit checks those before it. */
function mod1110(text: string): boolean {
  let product = 10;
  for (const digit of digitsOf(text.slice(0, -1))) product = (2 * ((digit + product) % 10 || 10)) % 11;
  return (11 - product) % 10 === Number(text.at(-1));
}

/** Austria: sum of the seven digits, every second one doubled, plus four, to the next ten. */
const austria = (number: string): boolean => (96 - luhn(number.slice(1, 8), 1)) % 10 === Number(number[8]);

/**
 * The IČO of Slovakia and Czechia, eight digits: weights 8 to 2 over the first seven, then (11 - sum mod 11) mod 10. Remainders 0 and 10 give the
 * same check digit, so an error that leads from the one to the other is not seen.
 */
export const hasIcoCheckDigit = (ico: string): boolean => (11 - (weighted(ico, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(ico[7]);

/**
 * Czechia: eight digits are the company's IČO; nine with a leading 6 are a number of the tax office; nine or ten otherwise are a birth number,
 * of which ten digits divide by eleven (before 1985 some whose remainder was ten ended in 0).
 */
function czechia(number: string): boolean {
  if (number.length === 8) return hasIcoCheckDigit(number);
  if (number.length === 9) {
    if (!number.startsWith("6")) return isBirthDate(number);
    const rest = weighted(number.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11;
    return (18 - ((10 - rest) % 11)) % 10 === Number(number[8]);
  }
  const rest = Number(number.slice(0, 9)) % 11;
  return isBirthDate(number) && rest % 10 === Number(number[9]);
}

/** Year, month (women +50, second series +20) and day of a birth number. */
function isBirthDate(number: string): boolean {
  const month = Number(number.slice(2, 4)) % 50;
  const day = Number(number.slice(4, 6));
  return ((month >= 1 && month <= 12) || (month >= 21 && month <= 32)) && day >= 1 && day <= 31;
}

const poland = (number: string): boolean => weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(number[9]);

const RULES = {
  AT: { form: /^U\d{8}$/, check: austria },
  BE: { form: /^[01]\d{9}$/, check: (n) => 97 - (Number(n.slice(0, 8)) % 97) === Number(n.slice(8)) },
  BG: { form: /^\d{9,10}$/ },
  CY: { form: /^\d{8}[A-Z]$/ },
  CZ: { form: /^\d{8,10}$/, check: czechia },
  DE: { form: /^[1-9]\d{8}$/, check: mod1110 },
  DK: { form: /^[1-9]\d{7}$/, check: (n) => weighted(n, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: { form: /^10\d{7}$/, check: (n) => weighted(n, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  EL: { form: /^\d{9}$/, check: (n) => (weighted(n, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === Number(n[8]) },
  ES: { form: /^(?:[A-Z]\d{7}[0-9A-Z]|\d{8}[A-Z])$/ },
  FI: { form: /^\d{8}$/, check: (n) => weighted(n, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 },
  FR: { form: /^[0-9A-HJ-NP-Z]{2}\d{9}$/, check: (n) => !/^\d\d/.test(n) || Number(`${n.slice(2)}12`) % 97 === Number(n.slice(0, 2)) },
  HR: { form: /^\d{11}$/, check: mod1110 },
  HU: { form: /^[1-9]\d{7}$/, check: (n) => weighted(n, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0 },
  IE: { form: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/ },
  IT: { form: /^\d{11}$/, check: (n) => luhn(n, 1) % 10 === 0 },
  LT: { form: /^(?:\d{9}|\d{12})$/ },
  LU: { form: /^\d{8}$/, check: (n) => Number(n.slice(0, 6)) % 89 === Number(n.slice(6)) },
  LV: { form: /^\d{11}$/ },
  MT: { form: /^\d{8}$/ },
  NL: { form: /^[0-9A-Z+*]{9}B\d{2}$/ },
  PL: { form: /^\d{10}$/, check: poland },
  PT: { form: /^[1-9]\d{8}$/, check: (n) => ((11 - (weighted(n, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === Number(n[8]) },
  RO: { form: /^[1-9]\d{1,9}$/ },
  SE: { form: /^\d{10}\d\d$/, check: (n) => luhn(n.slice(0, 10), 0) % 10 === 0 },
  SI: {
    form: /^[1-9]\d{7}$/,
    check: (n) => {
      const digit = 11 - (weighted(n, [8, 7, 6, 5, 4, 3, 2]) % 11);
      return digit !== 11 && digit % 10 === Number(n[7]);
    },
  },
  SK: { form: /^[1-9]\d[2-47-9]\d{7}$/, check: (n) => Number(n) % 11 === 0 },
  XI: { form: /^(?:\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d)$/ },
} satisfies Record<string, VatRule>;

/** The prefix under which a country (ISO 3166-1) writes its identifiers: its own code, save Greece. */
export const vatPrefixOf = (country: string): string => (country === "GR" ? "EL" : country);

/** True when identifiers with this prefix follow a rule of the EU. */
export const isVatCountry = (prefix: string): prefix is keyof typeof RULES => Object.hasOwn(RULES, prefix);

/** What is wrong with an identifier without its prefix, in capitals and without blanks; null when nothing is. */
export function parseEuVatId(prefix: keyof typeof RULES, number: string): "form" | "check-digit" | null {
  const rule: VatRule = RULES[prefix];
  if (!rule.form.test(number)) return "form";
  return rule.check === undefined || rule.check(number) ? null : "check-digit";
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCompanyNumber, parseTaxNumber, parseVatId } from "./business-ids.ts";
import { hasIcoCheckDigit } from "./vat-ids.ts";

const ok = (value: string) => ({ ok: true, value });
const no = (problem: string) => ({ ok: false, problem });

/** As the companies print them on their invoices. */
const ICOS = ["35763469", "31333532", "00151653", "00686930", "31322832", "35757442", "45274649", "00177041", "26168685", "00006947"];

describe("IČO", () => {
  test.each(ICOS)("%s is right, in both states", (ico) => {
    expect(parseCompanyNumber(ico, "SK")).toEqual(ok(ico));
    expect(parseCompanyNumber(ico, "CZ")).toEqual(ok(ico));
  });

  test.each<[string, string, object]>([
    ["blanks", " 35 763 469 ", ok("35763469")],
    ["no-break blanks", "35\u00a0763\u00a0469", ok("35763469")],
    ["zeros that a spreadsheet dropped", "151653", ok("00151653")],
    ["a wrong digit", "35763468", no("check-digit")],
    ["swapped digits", "35736469", no("check-digit")],
    ["too short", "35763", no("form")],
    ["too long", "357634690", no("form")],
    ["letters", "3576346O", no("form")],
    ["nothing", "", no("form")],
    ["other digits", "३५७६३४६९", no("form")],
  ])("%s", (_case, text, result) => expect(parseCompanyNumber(text, "SK")).toEqual(result));

  test("another country keeps its own rule", () => {
    expect(parseCompanyNumber("FN 33209 m", "AT")).toEqual(ok("FN33209M"));
    expect(parseCompanyNumber("01-10-041585", "HU")).toEqual(ok("01-10-041585"));
    expect(parseCompanyNumber("HRB 719915; DROP", "DE")).toEqual(no("form"));
  });

  const valid = fc.integer({ min: 0, max: 9_999_999 }).map((first) => {
    const seven = String(first).padStart(7, "0");
    return seven + ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"].find((digit) => hasIcoCheckDigit(seven + digit))!;
  });
  const remainder = (ico: string) => Array.from(ico.slice(0, 7), Number).reduce((sum, digit, i) => sum + digit * (8 - i), 0) % 11;
  /** The rule gives remainders 0 and 10 the same check digit, the 1. */
  const isTold = (before: string, after: string) => !([0, 10].includes(remainder(before)) && [0, 10].includes(remainder(after)));

  test("every single wrong digit is caught, but where the rule itself cannot tell", () => {
    fc.assert(
      fc.property(valid, fc.nat(7), fc.integer({ min: 1, max: 9 }), (ico, place, by) => {
        const wrong = ico.slice(0, place) + String((Number(ico[place]) + by) % 10) + ico.slice(place + 1);
        fc.pre(isTold(ico, wrong) || place === 7);
        expect(parseCompanyNumber(wrong, "SK")).toEqual(no("check-digit"));
      }),
      { numRuns: 5000 },
    );
  });

  test("every swap of neighbours that differ is caught, but where the rule itself cannot tell", () => {
    fc.assert(
      fc.property(valid, fc.nat(5), (ico, place) => {
        fc.pre(ico[place] !== ico[place + 1]);
        const wrong = ico.slice(0, place) + ico[place + 1]! + ico[place]! + ico.slice(place + 2);
        fc.pre(isTold(ico, wrong));
        expect(parseCompanyNumber(wrong, "SK")).toEqual(no("check-digit"));
      }),
      { numRuns: 5000 },
    );
  });
});

test.each<[string, string, string, object]>([
  ["Slovak", "2020273893", "SK", ok("2020273893")],
  ["Slovak with blanks and the prefix of the VAT id", "SK 2020 273 893", "SK", ok("2020273893")],
  ["Slovak, nine digits", "202027389", "SK", no("form")],
  ["Czech company", "CZ45274649", "CZ", ok("CZ45274649")],
  ["Czech without prefix", "45274649", "CZ", ok("CZ45274649")],
  ["Czech with a typing error", "CZ45274648", "CZ", no("check-digit")],
  ["German, with a slash", "181/815/08155", "DE", ok("181/815/08155")],
])("DIČ: %s", (_case, text, country, result) => expect(parseTaxNumber(text, country)).toEqual(result));

/** Identifiers that their owners print, or that the tax offices give as examples. */
const VAT_IDS = `SK2020273893 SK2020317068 SK2020372640 SK2022749619 SK7020000944 CZ45274649 CZ00177041 CZ26168685 CZ640903926
  ATU13585627 ATU33864707 ATU16210507 ATU14189108 ATU36975500 HU10537914 HU10625790 HU10484878 HU12892312
  PL7740001454 PL7342867148 PL5252674798 PL8567346215 DE143454214 DE129274202 DE129273398 DE811193231 DE136695976
  BE0428759497 DK13585628 EE100931558 EL094259216 FI20774740 FR40303265045 FR83404833048 HR33392005961 IT00743110157 LU15027442
  PT501964843 SE123456789701 SI50223054 NL004495445B01 IE6433435F ESB58378431 BG175074752 CY10259033P LT119511515 LV40003521600
  MT11679112 RO18547290 XI110305878`.split(/\s+/);

describe("IČ DPH", () => {
  test.each(VAT_IDS)("%s is right", (id) => {
    expect(parseVatId(id, "SK")).toEqual(ok(id));
    expect(parseVatId(`${id.slice(0, 2)} ${id.slice(2).toLowerCase()}`, "SK")).toEqual(ok(id));
  });

  test.each(VAT_IDS.filter((id) => /^(?:SK|AT|HU|PL|DE|BE|DK|EE|EL|FI|HR|IT|LU|PT|SE|SI)/.test(id)))(
    "%s with any digit wrong is not",
    (id) => {
      // The last two digits of a Swedish number only count the registrations of one owner.
      const end = id.startsWith("SE") ? id.length - 2 : id.length;
      let passing = 0;
      for (let place = 3; place < end; place += 1) {
        for (let by = 1; by <= 9; by += 1) {
          if (!/\d/.test(id[place]!)) continue;
          if (parseVatId(id.slice(0, place) + String((Number(id[place]) + by) % 10) + id.slice(place + 1), "SK").ok) passing += 1;
        }
      }
      // Modulo 11 with the remainder ten folded onto nought lets a few through.
      expect(passing).toBeLessThanOrEqual(/^(?:EL|PT|SI)/.test(id) ? 4 : 0);
    },
  );

  test.each<[string, string, string, object]>([
    ["the prefix of the country is added", "2020273893", "SK", ok("SK2020273893")],
    ["Austria's own letter is no prefix", "U13585627", "AT", ok("ATU13585627")],
    ["Greece writes EL", "GR 094259216", "GR", ok("EL094259216")],
    ["Greece without prefix", "094259216", "GR", ok("EL094259216")],
    ["punctuation", "pl 774-000-14-54", "PL", ok("PL7740001454")],
    ["registered abroad", "DE143454214", "SK", ok("DE143454214")],
    ["the letters of a French key", "AB303265045", "FR", ok("FRAB303265045")],
    ["Switzerland, outside the EU", "CHE-123.456.789 MWST", "CH", ok("CHE123456789MWST")],
    ["Great Britain without prefix", "980780684", "GB", ok("GB980780684")],
    ["a mistyped prefix", "SL2020273893", "SK", no("form")],
    ["Slovakia: third digit", "SK2010273893", "SK", no("form")],
    ["Germany: too short", "DE12345678", "DE", no("form")],
    ["Czech birth number", "CZ7103192745", "CZ", ok("CZ7103192745")],
    ["Czech birth number of the 13th month", "CZ7113192745", "CZ", no("check-digit")],
    ["nothing", " ", "SK", no("form")],
  ])("%s", (_case, text, country, result) => expect(parseVatId(text, country)).toEqual(result));

  test("whatever comes in: an answer, no exception, and a value that is read again as itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("SK", "CZ", "FR", "US"), (text, country) => {
        for (const read of [parseCompanyNumber, parseTaxNumber, parseVatId]) {
          const result = read(text, country);
          if (result.ok) expect(read(result.value, country)).toEqual(result);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

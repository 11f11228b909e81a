import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, foldedWords, normaliseSubject, parseSubject } from "./text-folding.ts";
import { wildText } from "./testing/arbitraries.ts";

describe("fold: search finds words typed without diacritics", () => {
  test.each([
    ["Žiadosť o cenovú ponuku", "ziadost o cenovu ponuku"],
    ["Příliš žluťoučký kůň", "prilis zlutoucky kun"],
    ["ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP", "arvizturo tukorfurogep"],
    ["Zażółć gęślą jaźń, Łódź", "zazolc gesla jazn, lodz"],
    ["Straße, STRASSE, ẞ", "strasse, strasse, ss"],
    ["İstanbul ılık", "istanbul ilik"],
    ["ﬁnále ½", "finale 1⁄2"],
    ["a\u0301\u0302", "a"],
    ["Привет, 日本", "привет, 日本"],
    ["", ""],
  ])("%s -> %s", (text, expected) => expect(fold(text)).toBe(expected));

  test("folding twice changes nothing", () => {
    fc.assert(
      fc.property(wildText(), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  test("composed and decomposed text are equal, in either case", () => {
    const letters = fc.string({ unit: fc.constantFrom(...Array.from("aáäčďéíľĺňóôŕšťúýžěřůőűąćęłńśźżöüßAÁČ Ž")) });
    fc.assert(
      fc.property(letters, (text) => {
        expect(fold(text.normalize("NFD"))).toBe(fold(text.normalize("NFC")));
        expect(fold(text.toUpperCase())).toBe(fold(text));
      }),
    );
  });

  test("blanks of any kind compare equal", () => expect(foldedWords(" Nová\u00a0\n\tponuka ")).toBe("nova ponuka"));
});

describe("normaliseSubject: one conversation has one subject", () => {
  test.each([
    ["Re: Ponuka", "Ponuka"],
    ["RE: FW: Re: Ponuka", "Ponuka"],
    ["Odp: Ponuka", "Ponuka"],
    ["Odp.: Odpoveď: Ponuka", "Ponuka"],
    ["AW: WG: Angebot", "Angebot"],
    ["Vá: Továbbítás: Ajánlat", "Ajánlat"],
    ["VÁLASZ: ajánlat", "ajánlat"],
    ["SV: Tilbud", "Tilbud"],
    ["PD: Oferta", "Oferta"],
    ["Přeposláno: Nabídka", "Nabídka"],
    ["RE : Devis", "Devis"],
    ["Re：見積", "見積"],
    ["Re[2]: Re(3): Re^4: Ponuka", "Ponuka"],
    ["[EXTERNAL] Re: [Ext] Ponuka", "Ponuka"],
    ["Re: [Zmluva 12] Re: [zmluva 12] Cena", "[Zmluva 12] Cena"],
    ["[sklad] [Zmluva 12] Cena", "[sklad] [Zmluva 12] Cena"],
    ["  Re:\t Nová\r\n ponuka ", "Nová ponuka"],
    ["Re:", ""],
    ["", ""],
    // Look-alikes, which are what the mail is about.
    ["Reklamácia: tovar", "Reklamácia: tovar"],
    ["Ponuka: re: cena", "Ponuka: re: cena"],
    ["Re ponuky", "Re ponuky"],
    ["R: cena", "R: cena"],
    ["[nezatvorená Re: x", "[nezatvorená Re: x"],
    ["Faktúra č. 12: AW", "Faktúra č. 12: AW"],
  ])("%j -> %j", (subject, expected) => expect(normaliseSubject(subject)).toBe(expected));

  test("tags that mean something keep two subjects apart", () =>
    expect(normaliseSubject("[A] Cena")).not.toBe(normaliseSubject("[B] Cena")));

  test("normalising twice changes nothing, whatever the prefixes", () => {
    const piece = fc.constantFrom("Re:", "Fwd:", " ", "[EXTERNAL]", "[tag]", "Odp:", "Ponuka", ":", "[", "]", "Re[2]:");
    fc.assert(
      fc.property(fc.array(piece), fc.string(), (pieces, tail) => {
        const once = normaliseSubject(pieces.join("") + tail);
        expect(normaliseSubject(once)).toBe(once);
      }),
    );
  });

  test("any number of answers keeps the subject", () => {
    const prefix = fc.constantFrom("Re: ", "RE:", "Odp: ", "AW: ", "Fwd: ", "Vá: ", "SV: ");
    fc.assert(
      fc.property(fc.array(prefix), (prefixes) => {
        expect(normaliseSubject(`${prefixes.join("")}Cenová ponuka 7`)).toBe("Cenová ponuka 7");
      }),
    );
  });

  test.each([
    ["Re: Fwd: x", "reply"],
    ["[EXT] Fwd: Re: x", "forward"],
    ["x", null],
  ])("%j is a %s", (subject, prefix) => expect(parseSubject(subject).prefix).toBe(prefix));
});

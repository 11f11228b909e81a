import { describe, expect, test } from "vitest";
import { asksForPrice, complains } from "./words.ts";

describe("asks for a price", () => {
  test.each([
    "Dobrý deň, prosím o cenovú ponuku na 500 kusov.",
    "Poprosili by sme Vás o zaslanie cenníka.",
    "Koľko by stálo 20 paliet fólie?",
    "Aká je cena pri odbere 1000 ks?",
    "Pošlite nám prosím kalkuláciu.",
    "Dobrý den, prosíme o zaslání cenové nabídky.",
    "Kolik stojí doprava do Brna?",
    "Mohli byste nám poslat nabídku?",
    "Could you please send us a quote for 200 boxes?",
    "We would like to request a quotation.",
    "How much is one pallet?",
    "What is your price for 500 pieces?",
    "Könnten Sie uns bitte ein Angebot zusenden?",
    "Was kostet eine Palette?",
    "Wir benötigen einen Kostenvoranschlag.",
    "Kérünk árajánlatot 500 darabra.",
    "Árajánlatot szeretnénk kérni.",
    "Mennyibe kerül a szállítás?",
    "Proszę o przesłanie oferty cenowej.",
    "Prosimy o wycenę 300 sztuk.",
    "Ile kosztuje jedna paleta?",
  ])("%s", (text) => expect(asksForPrice(text)).toBe(true));

  test.each([
    "Ďakujem za cenovú ponuku, ozvem sa v pondelok.",
    "Nepotrebujeme cenovú ponuku, už máme dodávateľa.",
    "Prosím, neposielajte nám ďalšie cenové ponuky.",
    "Prosím o potvrdenie termínu.",
    "Cena je v poriadku, objednávame.",
    "Děkuji za nabídku, ozvu se.",
    "Please do not send us any price lists.",
    "Thank you for the offer.",
    "Please find the contract attached.",
    "Vielen Dank für das Angebot.",
    "Bitte senden Sie uns kein Angebot mehr.",
    "Köszönjük az ajánlatot.",
    "Ne küldjenek több árajánlatot!",
    "Dziękuję za ofertę.",
    "Nie potrzebujemy oferty.",
    "Procento ceny sa nemení",
    "",
  ])("not: %s", (text) => expect(asksForPrice(text)).toBe(false));
});

describe("complains", () => {
  test.each([
    "Posielame reklamáciu na poslednú dodávku.",
    "Sme veľmi nespokojní s kvalitou.",
    "Tovar prišiel poškodený.",
    "Chceme reklamovat vadné zboží.",
    "Jsem zklamaný.",
    "I am writing to complain about the last delivery.",
    "Two boxes were damaged.",
    "The machine does not work.",
    "Wir möchten die Lieferung reklamieren.",
    "Leider sind wir sehr unzufrieden.",
    "Die Anlage funktioniert nicht.",
    "Panaszt szeretnénk tenni.",
    "A gép nem működik.",
    "Towar był uszkodzony.",
    "Składamy reklamację.",
  ])("%s", (text) => expect(complains(text)).toBe(true));

  test.each([
    "Nová reklama na webe je pekná.",
    "Reklamačný poriadok posielam v prílohe.",
    "Dodávka prišla bez reklamácie.",
    "Nemáme žiadne sťažnosti.",
    "Všetko funguje, ďakujeme.",
    "Bez závad, díky.",
    "We have no complaints.",
    "I was not disappointed.",
    "Keine Beschwerden, alles gut.",
    "Es gab keine Reklamation.",
    "Nincs panasz.",
    "A családom nevében köszönöm.",
    "Brak reklamacji.",
    "Reklama w radiu",
    "",
  ])("not: %s", (text) => expect(complains(text)).toBe(false));
});

test("a long hostile text ends", () => {
  const pieces = ["prosim ", "a".repeat(50), "prosim ne ", "bez ", "reklamaci "];
  expect(pieces.map((piece) => asksForPrice(piece.repeat(20_000)))).toEqual(pieces.map(() => false));
  expect(pieces.map((piece) => complains(piece.repeat(20_000)))).toEqual([false, false, false, false, true]);
});

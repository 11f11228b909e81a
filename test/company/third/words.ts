/**
 * The third company fits windows, doors and roofs on building sites: a deal is a site, and mails speak of the site or of goods that every site has. Words only;
 * nothing was fitted on it, and none of it is taken from the other two.
 */

export type Speech = "sk" | "cs" | "pl" | "en";

/** A site as the deal is called, and as people speak of it. */
export const SITES: readonly (readonly [string, readonly string[]])[] = [
  ["Bytový dom Rača", ["Rača", "bytovku v Rači", "bytový dom"]],
  ["Hotel Panorama", ["Panoráma", "hotel", "na Panoráme"]],
  ["Škola Dubová", ["školu na Dubovej", "Dubová", "škola"]],
  ["Rodinný dom Limbach", ["dom v Limbachu", "Limbach", "rodinný dom"]],
  ["Polyfunkcia Štefánikova", ["Štefánikovu", "na Štefánikovej", "polyfunkcia"]],
  ["Hala Bánovce", ["halu v Bánovciach", "Bánovce"]],
  ["Penzión Zuberec", ["penzión", "Zuberec", "v Zuberci"]],
  ["Nemocnica pavilón C", ["pavilón C", "nemocnicu", "v nemocnici"]],
  ["Obchodné centrum Juh", ["centrum Juh", "Juh", "obchodné centrum"]],
  ["Materská škola Kvetná", ["škôlku", "Kvetná", "na Kvetnej"]],
  ["Rekonštrukcia Mlynská 12", ["Mlynská 12", "na Mlynskej", "rekonštrukciu"]],
  ["Kaštieľ Budmerice", ["kaštieľ", "v Budmericiach", "Budmerice"]],
  ["Vila Koliba", ["vilu na Kolibe", "Koliba", "vila"]],
  ["Logistický park Senec D2", ["park Senec", "halu D2", "D2"]],
  ["Radnica Modra", ["radnicu", "Modra", "v Modre"]],
  ["Internát Mladosť", ["internát", "Mladosť", "na Mladosti"]],
  ["Požiarna zbrojnica Svit", ["zbrojnicu", "Svit", "hasičov vo Svite"]],
  ["Termál Podhájska", ["Podhájsku", "termál", "kúpalisko"]],
];

/** What every site has: it tells no site from another. */
export const GOODS: Readonly<Record<Speech, readonly string[]>> = {
  sk: ["okná", "dvere", "parapety", "žalúzie", "strechu", "zameranie", "montáž", "kovanie"],
  cs: ["okna", "dveře", "parapety", "žaluzie", "střechu", "zaměření", "montáž"],
  pl: ["okna", "drzwi", "parapety", "dach", "montaż"],
  en: ["windows", "doors", "blinds", "the roof", "installation"],
};

/** `{s}` the site, `{g}` goods, `{n}` a document's number. */
export const LINES: Readonly<Record<Speech, Readonly<Record<"site" | "goods" | "number" | "bare" | "opening", readonly string[]>>>> = {
  sk: {
    site: [
      "kedy môžete prísť na {s}?",
      "posielam zmenu výkresu: {s}.",
      "ide o {s}, statik má výhradu.",
      "lešenie pre {s} stojí do piatku.",
      "na kontrolnom dni sme riešili {s}.",
    ],
    goods: ["{g} majú škrabance, čo s tým?", "kedy prídu {g}?", "treba ešte doobjednať {g}.", "{g} sú hotové, môžete fakturovať."],
    number: ["súhlasíme s {n}.", "prosím o opravu v doklade {n}.", "k {n} nám chýba príloha.", "{n} sme uhradili."],
    bare: ["dobre, platí.", "ozvem sa po obede.", "kedy sa stretneme?", "pozri prílohu.", "stále čakám.", "nemám k tomu nič."],
    opening: ["radi by sme od vás ponuku, stavba: {s}.", "začíname {s} a zháňame {g}.", "prosím naceňte {g} na {s}."],
  },
  cs: {
    site: ["kdy dorazíte, jde o {s}?", "posílám změnu výkresu: {s}."],
    goods: ["kdy dorazí {g}?", "{g} jsou poškozené."],
    number: ["souhlasíme s {n}.", "prosím o opravu {n}."],
    bare: ["dobře, platí.", "ozvu se odpoledne.", "viz příloha."],
    opening: ["prosíme o nabídku, stavba {s}."],
  },
  pl: {
    site: ["kiedy będą Państwo na budowie {s}?", "przesyłam zmianę rysunku: {s}."],
    goods: ["kiedy przyjadą {g}?", "{g} są uszkodzone."],
    number: ["akceptujemy {n}.", "proszę o korektę {n}."],
    bare: ["dobrze, dziękuję.", "odezwę się jutro.", "w załączeniu."],
    opening: ["prosimy o ofertę, budowa {s}."],
  },
  en: {
    site: ["when will you be at {s}?", "the architect changed the drawing, {s}."],
    goods: ["when will {g} arrive?", "{g} have scratches."],
    number: ["we accept {n}.", "please correct {n}."],
    bare: ["fine with us.", "see attachment.", "I will call you."],
    opening: ["please send us an offer for {s}."],
  },
};

/** About no site. */
export const OFF: readonly string[] = [
  "Veselé Vianoce želá celý kolektív.",
  "Zasielame nový sadzobník prác.",
  "Nowy numer konta bankowego.",
  "Od pondelka sme na novej adrese.",
  "Prosíme o potvrdenie zostatku k 31. 12.",
  "Školenie BOZP bude v stredu.",
  "Our price list changes next month.",
  "Katalóg kľučiek na jar.",
];

export const SUBJECTS: Readonly<Record<"site" | "goods" | "bare", readonly string[]>> = {
  site: ["{S}", "{S} – zmena", "Stavba {s}", "{S} / výkresy"],
  goods: ["{G}", "{G} – termín", "Reklamácia {g}"],
  bare: ["", "Otázka", "Dobrý deň", "Faktúra", "Ponuka", "Kontrolný deň", "Fwd", "foto"],
};

export const FIRST =
  "Ladislav Božena Miroslav Dana Viliam Soňa Kamil Ela Oto Renáta Piotr Agnieszka Marcin Ewa Jiří Hana Václav Ruth Colin Fiona".split(" ");
export const LAST =
  "Brezina Cibula Dobiáš Fabian Gregor Halák Ivanič Jurčo Kubala Lesný Mokrý Novotka Opálka Pekár Rybár Suchý Tichý Uher Vrana Zeman".split(
    " ",
  );
export const BUILDERS =
  "Stavmont Betonika Murárik Kamenár Tehelňa Projektor Pozemstav Rekonstav Inžinierka Domostav Vežiak Základ Izolstav Klampiar Dláždič Budowlany Murex Dachpol Stavbyvedúci Hrubá Staveko Termostav Fasádnik Lešenár Zemník Armatúra Bauplan Cegielnia Drevodom Ekodom Fundament Gresik Hydrostav Intermont Jankostav Kovodom Ligamont Montix Nosník Oblúk Pilier Rodinka Strecha Trám".split(
    " ",
  );

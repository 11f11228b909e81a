import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replyText } from "./reply-text.ts";

const NEW = "Dobrý deň,\n\náno, súhlasíme s cenou 1 200 € do 24. 11. 2026.\n\nS pozdravom\nJana Nováková";
const OLD = "Dobrý deň,\nposielam ponuku.\nPeter";
const marked = (text: string) => text.replace(/^/gm, "> ");

describe("quoted mail below the answer is left out", () => {
  test.each<[string, string]>([
    // Slovak
    ["Gmail, sk", `ut 24. 11. 2026 o 9:00 Peter Kováč <peter@borovica.sk> napísal(a):\n\n${marked(OLD)}`],
    ["Gmail, sk, wrapped", `ut 24. 11. 2026 o 9:00 Peter Kováč, Borovica Trade <peter.kovac@borovica.sk>\nnapísal(a):\n\n${marked(OLD)}`],
    [
      "Gmail, sk, wrapped inside the address",
      `ut 24. 11. 2026 o 9:00 Peter Kováč <peter.kovac@\nborovica.sk> napísal(a):\n\n${marked(OLD)}`,
    ],
    ["Gmail, sk, quote without marks", `ut 24. 11. 2026 o 9:00 Peter Kováč <peter@borovica.sk> napísal(a):\n\n${OLD}`],
    ["Gmail, sk, older", `Dňa 24. novembra 2026 o 9:00 Peter Kováč <peter@borovica.sk> napísal(a):\n${marked(OLD)}`],
    ["Thunderbird, sk", `Dňa 24. 11. 2026 o 9:00 Peter Kováč napísal(a):\n${marked(OLD)}`],
    ["Thunderbird, sk, quote without marks", `Dňa 24. 11. 2026 o 9:00 Peter Kováč napísal(a):\n${OLD}`],
    ["Thunderbird, sk, name first", `Peter Kováč napísal(a) dňa 24. 11. 2026 o 9:00:\n${marked(OLD)}`],
    ["iPhone, sk", `Odoslané z iPhonu\n\nDňa 24. 11. 2026 o 9:00 používateľ Peter Kováč <peter@borovica.sk> napísal:\n\n${marked(OLD)}`],
    ["Apple Mail, sk", `Dňa 24. 11. 2026, o 9:00, Peter Kováč <peter@borovica.sk> napísal:\n\n${OLD}`],
    [
      "Outlook, sk",
      `Od: Peter Kováč <peter@borovica.sk>\nOdoslané: utorok 24. novembra 2026 9:00\nKomu: Jana Nováková <jana@x.sk>\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "Outlook, sk, names only",
      `From: Peter Kováč\nOdoslané: utorok 24. novembra 2026 9:00\nKomu: Jana Nováková\nKópia: Eva Malá\nPredmet: RE: Ponuka\n\n${OLD}`,
    ],
    [
      "Outlook, sk, bold",
      `*Od:* Peter Kováč <peter@borovica.sk>\n*Odoslané:* utorok 24. novembra 2026 9:00\n*Komu:* jana@x.sk\n*Predmet:* Ponuka\n\n${OLD}`,
    ],
    [
      "Outlook, sk, double spaced",
      `Od: Peter Kováč <peter@borovica.sk>\n\nOdoslané: utorok 24. novembra 2026 9:00\n\nKomu: jana@x.sk\n\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "Outlook, sk, long list of recipients",
      `Od: Peter Kováč\nOdoslané: utorok 24. novembra 2026 9:00\nKomu: Jana Nováková; Eva Malá;\nKarol Veľký; Ján Malý\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "Outlook on the web",
      `________________________________\nOd: Peter Kováč <peter@borovica.sk>\nOdoslané: utorok 24. novembra 2026 9:00\nKomu: jana@x.sk <jana@x.sk>\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "Outlook for Android",
      `Získajte Outlook pre Android<https://aka.ms/AAb9ysg>\n________________________________\nOd: Peter <p@b.sk>\nOdoslané: utorok 24. novembra 2026 9:00\nKomu: j@x.sk\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "old Outlook, sk",
      `-----Pôvodná správa-----\nOd: Peter Kováč\nOdoslané: 24. novembra 2026 9:00\nKomu: Jana\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "Samsung, sk",
      `Odoslané z môjho zariadenia Galaxy\n\n-------- Pôvodná správa --------\nOd: Peter <p@b.sk>\nDátum: 24.11.2026 9:00 (GMT+01:00)\nKomu: j@x.sk\nPredmet: Ponuka\n\n${OLD}`,
    ],
    ["a divider and nothing more", `-----Pôvodná správa-----\n\n${OLD}`],
    [
      "Windows Mail, sk",
      `Odoslané z aplikácie Pošta pre Windows\n\nOd: Peter Kováč\nOdoslané: utorok 24. novembra 2026 9:00\nKomu: Jana\nPredmet: Ponuka\n\n${OLD}`,
    ],
    [
      "Apple forward, sk",
      `Začiatok preposlanej správy:\n\nOd: Peter <p@b.sk>\nPredmet: Ponuka\nDátum: 24. novembra 2026 9:00:00 SEČ\nKomu: j@x.sk\n\n${OLD}`,
    ],
    [
      "Gmail forward, sk",
      `---------- Forwarded message ---------\nOd: Peter <p@b.sk>\nDate: ut 24. 11. 2026 o 9:00\nSubject: Ponuka\nTo: <j@x.sk>\n\n${OLD}`,
    ],
    // Czech
    ["Gmail, cs", `út 24. 11. 2026 v 9:00 odesílatel Petr Kovář <petr@borovice.cz> napsal:\n\n${marked(OLD)}`],
    ["Thunderbird, cs", `Dne 24. 11. 2026 v 9:00 Petr Kovář napsal(a):\n${marked(OLD)}`],
    ["Thunderbird, cs, older", `Dne 24.11.2026 v 09:00 Petr Kovář napsal(a):\n${OLD}`],
    ["Apple Mail, cs", `24. 11. 2026 v 9:00, Petr Kovář <petr@borovice.cz>:\n\n${marked(OLD)}`],
    ["iPhone, cs", `Odesláno z iPhonu\n\n24. 11. 2026 v 9:00, Petr Kovář <petr@borovice.cz>:\n\n${OLD}`],
    [
      "Seznam",
      `---------- Původní e-mail ----------\nOd: Petr Kovář <petr@borovice.cz>\nKomu: jana@seznam.cz\nDatum: 24. 11. 2026 9:00:00\nPředmět: Nabídka\n\n${OLD}`,
    ],
    [
      "Seznam, older, marked",
      `---------- Původní zpráva ----------\n> Od: Petr <petr@borovice.cz>\n> Datum: 24. 11. 2026\n> Předmět: Nabídka\n${marked(OLD)}`,
    ],
    ["Seznam, in the text", `---------- Původní e-mail ----------\n${OLD}`],
    [
      "Centrum",
      `______________________________________________________________\n> Od: Petr <petr@borovice.cz>\n> Komu: j@centrum.cz\n> Datum: 24.11.2026 09:00\n> Předmět: Nabídka\n>\n${marked(OLD)}`,
    ],
    ["Outlook, cs", `From: Petr Kovář <petr@borovice.cz>\nSent: úterý 24. listopadu 2026 9:00\nTo: jana@x.sk\nSubject: Nabídka\n\n${OLD}`],
    [
      "Outlook, cs, own labels",
      `Od: Petr Kovář <petr@borovice.cz>\nOdesláno: úterý 24. listopadu 2026 9:00\nKomu: jana@x.sk\nKopie: eva@x.sk\nPředmět: Nabídka\n\n${OLD}`,
    ],
    // English
    ["Gmail, en", `On Tue, Nov 24, 2026 at 9:00 AM Peter Kovac <peter@borovica.sk> wrote:\n\n${marked(OLD)}`],
    ["Gmail, en, non-breaking space", `On Tue, Nov 24, 2026 at 9:00\u202fAM Peter Kovac <peter@borovica.sk> wrote:\n\n${marked(OLD)}`],
    [
      "Gmail, en, linked address",
      `On Tue, Nov 24, 2026 at 9:00 AM Peter Kovac <peter@borovica.sk<mailto:peter@borovica.sk>> wrote:\n${OLD}`,
    ],
    ["Outlook for Mac", `On 24/11/2026, 09:00, "Peter Kovac" <peter@borovica.sk> wrote:\n\n    ${OLD}`],
    ["Yahoo", `On Tuesday, November 24, 2026 at 09:00:00 AM GMT+1, Peter Kovac <peter@borovica.sk> wrote:\n\n${OLD}`],
    [
      "Outlook, en",
      `From: Peter Kovac <peter@borovica.sk>\nSent: Tuesday, November 24, 2026 9:00 AM\nTo: Jana <jana@x.sk>; Eva <eva@x.sk>\nCc: b@x.sk\nSubject: Offer\nImportance: High\n\n${OLD}`,
    ],
    ["iPhone, en", `Sent from my iPhone\n\n> On 24 Nov 2026, at 09:00, Peter <p@b.sk> wrote:\n> \n${marked(OLD)}`],
    ["Zendesk", `##- Please type your reply above this line -##\n\n${OLD}`],
    // German
    ["Gmail, de", `Am Di., 24. Nov. 2026 um 09:00 Uhr schrieb Peter Kovac <peter@borovica.sk>:\n\n${marked(OLD)}`],
    ["Thunderbird, de", `Am 24.11.26 um 09:00 schrieb Peter Kovac:\n${marked(OLD)}`],
    [
      "Outlook, de",
      `Von: Peter Kovac <peter@borovica.sk>\nGesendet: Dienstag, 24. November 2026 09:00\nAn: jana@x.sk\nBetreff: AW: Angebot\n\n${OLD}`,
    ],
    [
      "GMX",
      `Gesendet: Dienstag, 24. November 2026 um 09:00 Uhr\nVon: "Peter Kovac" <peter@borovica.sk>\nAn: jana@gmx.at\nBetreff: Angebot\n\n${OLD}`,
    ],
    [
      "old Outlook, de",
      `-----Ursprüngliche Nachricht-----\nVon: Peter\nGesendet: Dienstag, 24. November 2026 09:00\nAn: Jana\nBetreff: Angebot\n\n${OLD}`,
    ],
    ["iPhone, de", `Von meinem iPhone gesendet\n\nAm 24.11.2026 um 09:00 schrieb Peter <p@b.sk>:\n\n${OLD}`],
    // Hungarian
    ["Gmail, hu", `Péter Kovács <peter@fenyo.hu> ezt írta (időpont: 2026. nov. 24., K, 9:00):\n\n${marked(OLD)}`],
    ["Thunderbird, hu", `2026. 11. 24. 9:00 keltezéssel, Péter Kovács írta:\n${marked(OLD)}`],
    ["Apple Mail, hu", `2026. nov. 24. dátummal, 9:00 időpontban Péter Kovács <peter@fenyo.hu> írta:\n\n${OLD}`],
    [
      "Outlook, hu",
      `Feladó: Péter Kovács <peter@fenyo.hu>\nElküldve: 2026. november 24., kedd 9:00\nCímzett: jana@x.sk\nTárgy: Ajánlat\n\n${OLD}`,
    ],
    ["old Outlook, hu", `-----Eredeti üzenet-----\nFeladó: Péter\nElküldve: 2026. november 24.\nCímzett: Jana\nTárgy: Ajánlat\n\n${OLD}`],
    ["iPhone, hu", `Az iPhone-omról küldve\n\n2026. nov. 24. dátummal, 9:00 időpontban Péter <p@fenyo.hu> írta:\n\n${marked(OLD)}`],
    // Polish
    ["Gmail, pl", `wt., 24 lis 2026 o 09:00 Piotr Kowal <piotr@sosna.pl> napisał(a):\n\n${marked(OLD)}`],
    ["Thunderbird, pl", `W dniu 24.11.2026 o 09:00, Piotr Kowal pisze:\n${marked(OLD)}`],
    ["WP", `Dnia 24 listopada 2026 09:00 Piotr Kowal <piotr@sosna.pl> napisał(a):\n\n${OLD}`],
    ["Apple Mail, pl", `Wiadomość napisana przez Piotr Kowal <piotr@sosna.pl> w dniu 24 lis 2026, o godz. 09:00:\n\n${marked(OLD)}`],
    [
      "Outlook, pl",
      `Od: Piotr Kowal <piotr@sosna.pl>\nWysłano: wtorek, 24 listopada 2026 09:00\nDo: jana@x.sk\nDW: eva@x.sk\nTemat: Oferta\n\n${OLD}`,
    ],
    [
      "iPhone, pl",
      `Wysłane z iPhone'a\n\nWiadomość napisana przez Piotr <p@sosna.pl> w dniu 24 lis 2026, o godz. 09:00:\n\n${marked(OLD)}`,
    ],
    // Others
    ["Horde", `Citát Peter Kováč <peter@borovica.sk>:\n\n${marked(OLD)}`],
    ["Spark", `On 24 Nov 2026, 9:00 +0100, Peter <p@b.sk>, wrote:\n${OLD}`],
    ["Proton", `On Tuesday, November 24th, 2026 at 9:00 AM, Peter <p@b.sk> wrote:\n\n${marked(OLD)}`],
    ["eM Client", `------ Pôvodná správa ------\nOd "Peter" <p@b.sk>\nKomu j@x.sk\n\n${OLD}`],
    ["Gmail, fr", `Le mar. 24 nov. 2026 à 09:00, Pierre <p@b.fr> a écrit :\n\n${marked(OLD)}`],
    ["Gmail, it", `Il giorno mar 24 nov 2026 alle ore 09:00 Piero <p@b.it> ha scritto:\n\n${marked(OLD)}`],
    ["Gmail, uk", `вт, 24 лист. 2026 р. о 09:00 Петро <p@b.ua> пише:\n\n${marked(OLD)}`],
    ["unknown language, a head in it", `-------- Alkuperäinen viesti --------\nFrom: Pekka <p@b.fi>\nDate: 24.11.2026 9.00\n\n${OLD}`],
  ])("%s", (_client, quote) => {
    const { replyText: fresh, quoted } = replyText(`${NEW}\n\n${quote}`);
    expect(fresh).toBe(NEW);
    expect(quoted).toBe(true);
    expect(replyText(`${NEW}\r\n\r\n${quote.replaceAll("\n", "\r\n")}`).replyText).toBe(NEW);
    expect(replyText(quote).replyText).toBe("");
  });

  test("a head that repeats the mail's own subject needs two lines only", () => {
    const text = "Áno.\n\nOd: Peter\nPredmet: Cenová ponuka\n\nstarý text";
    expect(replyText(text, { subject: "Re: Cenová ponuka" }).replyText).toBe("Áno.");
    expect(replyText(text, { subject: "Iné" }).replyText).toBe(text);
  });
});

describe("answers between quotes stay, and so do those below", () => {
  test.each<[string, string, string]>([
    ["between, with blank lines", "> Cena?\n\n1 200 €.\n\n> Termín?\n\nPiatok.", "1 200 €.\n\nPiatok."],
    ["between, without blank lines", "> Cena?\n1 200 €.\n> Termín?\nPiatok.", "1 200 €.\n\nPiatok."],
    ["below an attribution", "Dňa 24. 11. 2026 o 9:00 Peter napísal(a):\n> Cena?\n\n1 200 €.", "1 200 €."],
    [
      "above and between",
      "Ahoj, odpovede nižšie:\n\nOn Tue, Nov 24, 2026 at 9:00 AM P <p@b.sk> wrote:\n\n> Cena?\n\n5\n\n> Kedy?\n\n6",
      "Ahoj, odpovede nižšie:\n\n5\n\n6",
    ],
    ["nested quotes", ">> stará otázka\n> odpoveď\n\nMoja odpoveď", "Moja odpoveď"],
    [
      "a long question, an answer in lower case",
      `> Navrhujem dodanie v pondelok a platbu vopred v plnej výške, dobre?\nsúhlasím\n> ${"x".repeat(70)}`,
      "súhlasím",
    ],
    ["the rest of a wrapped quote is no answer", `Áno.\n\n> ${"Dodanie v pondelok ".repeat(4)}a\nplatba vopred.\n> Peter`, "Áno."],
  ])("%s", (_case, text, expected) => expect(replyText(text)).toMatchObject({ replyText: expected, quoted: true }));
});

test("our own long line above a quote is no quote, though the next goes on in lower case", () => {
  const own = "Súhlasíme s dodaním v pondelok a s platbou vopred v plnej výške\nako sme sa dohodli.";
  expect(replyText(`${own}\n> Cena?`).replyText).toBe(own);
});

describe("sentences that look like quotes stay", () => {
  test.each([
    "Od: pondelka sme zatvorení.\n\nĎakujem za pochopenie.",
    "Otváracie hodiny\nOd: 8:00\nDo: 16:00\n\nTešíme sa.",
    "Preprava:\nFrom: Žilina\nTo: Wien\nDate: 24. 11. 2026\nPrice: 400 €",
    "Predmet: ponuka je v prílohe.\nCena: 5 €",
    "Od: Petra som dostal správu, že\nPredmet: zmluvy sa mení.",
    "Dňa 5. 11. 2026 nám váš kolega napísal:\ncena sa nemení\n\nPlatí to?",
    "On Monday we spoke about this:\n- price\n- date",
    "On your remote host you can run:\n\n  telnet",
    "Peter wrote 5 offers in 2026 and I like this one:\n\nnumber 3",
    "Jana mi 24. 11. o 9:00 napísala, že ponuka platí.\n\nSúhlasíte?",
    "Kontakt: jana@x.sk, 24. 11. 2026 9:00",
    "Volal som 24. 11. 2026 o 9:00.\nKontaktujte jana@x.sk:\n\nďakujem",
    "Názov\n----\n\nObsah\n\n----\nKoniec",
    "Cena | Kus\n-----------\n5 | 1",
    "Pôvodná správa bola dlhšia.",
    "Sent from our warehouse yesterday.\n\nRegards",
    "Tovar bol odoslaný.\n\nOdoslané z Bratislavy v utorok\n\nPeter",
    "Môj telefón je +421.\n\nNapísal som to z mobilu, prepáčte.",
    "Vec: reklamácia\nDátum: 24. 11. 2026\n\nDobrý deň,\nreklamujem.",
    "-- dve pomlčky na začiatku vety",
    "Dohodli sme sa:\n- Jana Nováková\n- Peter Kováč",
  ])("%j", (text) => expect(replyText(text)).toEqual({ replyText: text, quoted: false }));
});

describe("signatures are taken off and returned", () => {
  test.each<[string, string, string, string]>([
    ["RFC 3676", "Súhlasím.\n\n-- \nJana Nováková\nBorovica", "Súhlasím.", "Jana Nováková\nBorovica"],
    ["without the blank", "Súhlasím.\n--\nJana", "Súhlasím.", "Jana"],
    ["above a quote", "Súhlasím.\n\n-- \nJana\n\nOn Tue, Nov 24, 2026 at 9:00 AM P <p@b.sk> wrote:\n> x", "Súhlasím.", "Jana"],
    ["below a quote", "Súhlasím.\n\n> x\n\n-- \nJana", "Súhlasím.", "Jana"],
    ["a phone", "Súhlasím.\n\nOdoslané z iPhonu", "Súhlasím.", "Odoslané z iPhonu"],
    ["a phone, cs", "Souhlasím.\n\nOdesláno ze zařízení Samsung", "Souhlasím.", "Odesláno ze zařízení Samsung"],
    ["a phone, hu", "Rendben.\n\niPhone-ról küldve", "Rendben.", "iPhone-ról küldve"],
    ["a phone, de", "Ja.\n\nVon meinem Samsung Galaxy Smartphone gesendet.", "Ja.", "Von meinem Samsung Galaxy Smartphone gesendet."],
    ["a program, pl", "Tak.\n\nWysłane z programu Outlook", "Tak.", "Wysłane z programu Outlook"],
    ["a program, en", "Yes.\n\nGet Outlook for iOS", "Yes.", "Get Outlook for iOS"],
    [
      "a phone, sk, with a full stop",
      "Súhlasím.\n\nOdoslané z telefónu Samsung Galaxy.",
      "Súhlasím.",
      "Odoslané z telefónu Samsung Galaxy.",
    ],
    [
      "a long one, de",
      "Ja.\n\nDiese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
      "Ja.",
      "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
    ],
    ["a program, hu", "Rendben.\n\nElküldve az Outlook for iOS alkalmazásból", "Rendben.", "Elküldve az Outlook for iOS alkalmazásból"],
    [
      "a link to a program, sk",
      "Áno.\n\nZískať <https://aka.ms/AAb9ysg>Outlook pre Android",
      "Áno.",
      "Získať <https://aka.ms/AAb9ysg>Outlook pre Android",
    ],
    ["Yahoo, sk", "Áno.\n\nOdoslané zo služby Yahoo Mail v systéme Android", "Áno.", "Odoslané zo služby Yahoo Mail v systéme Android"],
    ["a mailing list", "Yes.\n\n_____________\nlist mailing list\nlist@x.org", "Yes.", "_____________\nlist mailing list\nlist@x.org"],
  ])("%s", (_case, text, expected, signature) => expect(replyText(text)).toMatchObject({ replyText: expected, signature }));

  test("content behind two dashes that is longer than any signature stays", () => {
    const text = `Zápis:\n--\n${"riadok\n".repeat(30)}koniec`;
    expect(replyText(text)).toEqual({ replyText: text, quoted: false });
  });

  test("a mail that is nothing but a phone's line keeps it", () =>
    expect(replyText("Odoslané z iPhonu")).toEqual({ replyText: "Odoslané z iPhonu", quoted: false }));
});

describe("any text", () => {
  const line = fc.oneof(
    fc.constantFrom(
      "",
      "> x",
      "-- ",
      "Od: a@x.sk",
      "Komu: b",
      "Predmet: c",
      "-----Pôvodná správa-----",
      "On Tue, Nov 24, 2026 P <p@b.sk> wrote:",
      ">From x",
    ),
    fc.string(),
  );
  const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join("\n"));

  test("is only ever shortened: every line of the answer is a line of the mail, in its order", () => {
    fc.assert(
      fc.property(text, (mail) => {
        const lines = mail.split(/\r\n|\n|\r/).map((each) => each.trimEnd());
        let position = 0;
        for (const kept of replyText(mail)
          .replyText.split("\n")
          .filter((each) => each !== "")) {
          position = lines.indexOf(kept, position) + 1;
          expect(position).toBeGreaterThan(0);
        }
      }),
    );
  });

  test("without quotes and signatures stays as it is", () => {
    const plain = fc
      .array(fc.stringMatching(/^[a-z][a-z ]{0,40}$/), { minLength: 1 })
      .map((lines) => lines.map((each) => each.trim()).join("\n"));
    fc.assert(
      fc.property(plain, (mail) => {
        expect(replyText(mail)).toEqual({ replyText: mail, quoted: false });
      }),
    );
  });

  test("quoted with marks and answered above gives back the answer", () => {
    fc.assert(
      fc.property(text, (old) => {
        expect(replyText(`Áno.\n\nDňa 24. 11. 2026 o 9:00 Peter napísal(a):\n> x\n${marked(old)}`).replyText).toBe("Áno.");
      }),
    );
  });
});

test("a text longer than anybody writes stays whole, but for marked quotes", () => {
  const long = "riadok\n".repeat(4000);
  expect(replyText(`${long}> x\r\n\r\nkoniec`)).toEqual({ replyText: `${long}\nkoniec`, quoted: false });
});

describe("hostile megabytes cost little more than their length", () => {
  const MB = 1_000_000;
  const repeated = (unit: string) => unit.repeat(Math.ceil(MB / unit.length));
  test.for<[string, string]>([
    ["one line", repeated("a")],
    ["blanks", repeated(" ")],
    ["empty lines", repeated("\n")],
    ["carriage returns", repeated("\r")],
    ["quotes", repeated("> x\n")],
    ["marks without end", repeated(">")],
    ["attributions that are none", repeated("wrote:\n")],
    ["attributions that nearly are", repeated("On 2026 9:00 napísal(a) x\n")],
    ["heads that are none", repeated("Od: a@x.sk\n")],
    ["heads that nearly are", repeated("From: a\nTo: b\n")],
    ["dividers that are none", repeated("----- x -----\n")],
    ["signature lines", repeated("--\n")],
    ["phones", repeated("Sent from my iPhone and more of it\n")],
    ["brackets", repeated("<a@")],
    ["a line of attribution", `On ${repeated("2026 <a@b ")} wrote:`],
    ["stars", repeated("*_")],
  ])("%s", async ([, mail], { annotate }) => {
    const started = performance.now();
    const { replyText: fresh } = replyText(mail);
    const figure = performance.now() - started;
    expect(fresh.length).toBeLessThanOrEqual(mail.length);
    await annotate(`${figure.toFixed(1)} ms for 1 MB`);
  });
});

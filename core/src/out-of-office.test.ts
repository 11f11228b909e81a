import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyMail, type MailFacts } from "./mail-kind.ts";
import { readOutOfOffice } from "./out-of-office.ts";
import { wildText } from "./testing/arbitraries.ts";

/** All mails of this test are from Tuesday, 24 November 2026. */
const DATE = "2026-11-24T09:00:00Z";
const answer = (text: string) => readOutOfOffice({ text, from: "jana@x.sk", date: DATE });

interface Case {
  text: string;
  until?: string;
  delegate?: string;
  left?: boolean;
}

const CASES: Record<string, Case[]> = {
  sk: [
    {
      text: "Dobrý deň,\n\nďakujem za Váš e-mail. Som mimo kancelárie do 1. 12. 2026.\n\nV súrnych prípadoch kontaktujte peter.kovac@x.sk.",
      until: "2026-12-01",
      delegate: "peter.kovac@x.sk",
    },
    { text: "Od 20.11. do 30.11. čerpám dovolenku. Späť v práci budem 1.12.", until: "2026-12-01" },
    {
      text: "Momentálne som na dovolenke do 4. decembra. Zastupuje ma Peter Kováč, tel. 0900 123 456.",
      until: "2026-12-04",
      delegate: "Peter Kováč",
    },
    { text: "V dňoch 23. - 27. 11. 2026 nebudem k dispozícii.", until: "2026-11-27" },
    { text: "Som na materskej dovolenke. Obráťte sa prosím na moju kolegyňu: eva.mala@x.sk", delegate: "eva.mala@x.sk" },
    { text: "Dobrý deň, dnes nie som v kancelárii, vrátim sa v piatok. Na Váš e-mail odpoviem po návrate.", until: "2026-11-27" },
    { text: "Nie som v práci až do pondelka. S pozdravom Jana", until: "2026-11-30" },
    { text: "Čerpám dovolenku od 23. 12. do 6. 1. a e-maily nebudú čítané.", until: "2027-01-06" },
    { text: "Som PN. Vaše e-maily nie sú presmerované." },
    { text: "Jana Nováková už v našej spoločnosti nepracuje. Kontaktujte prosím obchod@x.sk.", left: true, delegate: "obchod@x.sk" },
    { text: "Pracovný pomer pani Novákovej bol ukončený. Píšte na predaj@x.sk", left: true, delegate: "predaj@x.sk" },
    { text: "Ďakujem za správu. Budem mimo kancelárie od zajtra do 30.11.2026 vrátane.", until: "2026-11-30" },
  ],
  cs: [
    {
      text: "Dobrý den, děkuji za Váš e-mail. Jsem na dovolené do 30. 11. 2026. V naléhavých případech kontaktujte petr@x.cz.",
      until: "2026-11-30",
      delegate: "petr@x.cz",
    },
    { text: "Čerpám dovolenou, vrátím se 1. prosince.", until: "2026-12-01" },
    { text: "Do pátku nejsem v kanceláři. Zastupuje mě Petr Novák.", until: "2026-11-27", delegate: "Petr Novák" },
    { text: "Jsem mimo kancelář s omezeným přístupem k e-mailu. Zpět budu 30. listopadu 2026.", until: "2026-11-30" },
    { text: "Od 23. do 27. listopadu jsem na služební cestě.", until: "2026-11-27" },
    { text: "Kolega Novák již ve společnosti nepracuje, obraťte se na info@x.cz.", left: true, delegate: "info@x.cz" },
    { text: "Momentálně jsem nepřítomen. Na Vaši zprávu odpovím po návratu." },
    { text: "Jsem na mateřské dovolené. Prosím obracejte se na paní Malou, eva.mala@x.cz.", delegate: "eva.mala@x.cz" },
  ],
  hu: [
    {
      text: "Köszönöm levelét! 2026. november 30-ig szabadságon vagyok. Sürgős esetben forduljon kollégámhoz: peter@x.hu.",
      until: "2026-11-30",
      delegate: "peter@x.hu",
    },
    { text: "Szabadságon vagyok, december 1-jén térek vissza, addig kérem keresse Kovács Pétert.", until: "2026-12-01" },
    { text: "Jelenleg házon kívül vagyok, legközelebb 2026.12.01-től leszek újra elérhető.", until: "2026-12-01" },
    { text: "Nem vagyok az irodában péntekig.", until: "2026-11-27" },
    { text: "Távollétem alatt írjon az iroda@x.hu címre.", delegate: "iroda@x.hu" },
    { text: "Kovács Anna már nem dolgozik cégünknél. Kérjük, írjon az info@x.hu címre.", left: true, delegate: "info@x.hu" },
    { text: "Betegszabadságon vagyok." },
  ],
  pl: [
    {
      text: "Dziękuję za wiadomość. Jestem na urlopie do 30.11.2026. W pilnych sprawach proszę o kontakt: piotr@x.pl",
      until: "2026-11-30",
      delegate: "piotr@x.pl",
    },
    { text: "Przebywam na urlopie, wracam 1 grudnia.", until: "2026-12-01" },
    { text: "W dniach 23-27.11.2026 będę nieobecna w biurze.", until: "2026-11-27" },
    { text: "Jestem poza biurem do piątku. Zastępuje mnie Piotr Kowalski.", until: "2026-11-27", delegate: "Piotr Kowalski" },
    { text: "Nie ma mnie w biurze. Odpowiem po powrocie." },
    { text: "Pani Anna Nowak już nie pracuje w naszej firmie. Prosimy pisać na biuro@x.pl.", left: true, delegate: "biuro@x.pl" },
    { text: "Obecnie jestem na zwolnieniu lekarskim." },
  ],
  de: [
    {
      text: "Vielen Dank für Ihre Nachricht. Ich bin bis einschließlich 30.11.2026 nicht im Büro. In dringenden Fällen wenden Sie sich bitte an peter@x.de.",
      until: "2026-11-30",
      delegate: "peter@x.de",
    },
    { text: "Ich befinde mich im Urlaub und bin ab dem 1. Dezember wieder für Sie da.", until: "2026-12-01" },
    { text: "Vom 23.11. bis 27.11. bin ich außer Haus.", until: "2026-11-27" },
    { text: "Derzeit bin ich in Elternzeit. Meine Kollegin Eva Klein hilft Ihnen gerne weiter.", delegate: "Eva Klein" },
    { text: "Ich bin abwesend und am Montag wieder erreichbar.", until: "2026-11-30" },
    {
      text: "Herr Müller ist nicht mehr für unser Unternehmen tätig. Bitte kontaktieren Sie info@x.de.",
      left: true,
      delegate: "info@x.de",
    },
    { text: "Während meiner Abwesenheit werden E-Mails nicht weitergeleitet." },
  ],
  en: [
    {
      text: "Thank you for your email. I am out of the office until December 1, 2026. For urgent matters please contact peter@x.com.",
      until: "2026-12-01",
      delegate: "peter@x.com",
    },
    { text: "I'm currently on vacation and will be back on Monday.", until: "2026-11-30" },
    { text: "I am on annual leave from 23 November to 27 November with limited access to email.", until: "2026-11-27" },
    { text: "I will be out of office from 24th to 30th November, returning on 1st December.", until: "2026-12-01" },
    { text: "I am currently away returning to the office on May 5th. I will have limited access to email.", until: "2027-05-05" },
    { text: "I'm out of the office Friday. For pressing matters, call the desk.", until: "2026-11-27" },
    { text: "I am on parental leave. My colleague John Smith will help you.", delegate: "John Smith" },
    { text: "Jane Doe no longer works for Example Ltd. Please contact office@x.com instead.", left: true, delegate: "office@x.com" },
    { text: "I am travelling and will respond to your message upon my return." },
    { text: "I am out of the office until 5/8. Thanks." },
  ],
};

describe.each(Object.entries(CASES))("out of office in %s", (language, cases) => {
  test.each(cases)("$text", ({ text, until, delegate, left = false }) => {
    expect(answer(text)).toEqual({ language, left, ...(until !== undefined && { until }), ...(delegate !== undefined && { delegate }) });
  });
});

describe("what is not said is not guessed", () => {
  test("without the date of the mail, only a date with its year is read", () => {
    expect(readOutOfOffice({ text: "Som na dovolenke do 1. 12. Späť budem v piatok." })).toEqual({ language: "sk", left: false });
    expect(readOutOfOffice({ text: "Som na dovolenke do 1. 12. 2026." })).toMatchObject({ until: "2026-12-01" });
  });
  test("back on the day of the mail is back in a week", () => {
    expect(answer("Som na dovolenke, vrátim sa v utorok.")).toMatchObject({ until: "2026-12-01" });
    expect(answer("Som na dovolenke do utorka.")).toMatchObject({ until: "2026-11-24" });
  });
  test("a day that does not exist", () => expect(answer("Som na dovolenke do 31. 11. 2026.")).toEqual({ language: "sk", left: false }));
  test("dates of the quoted mail below", () =>
    expect(answer("Som na dovolenke, odpoviem po návrate.\n\n> Stretnutie do 30. 11. 2026?\n> kontakt: eva@x.sk")).toEqual({
      language: "sk",
      left: false,
    }));
  test("a forgotten answer keeps its past date", () => expect(answer("Som na dovolenke do 28. 8.")).toMatchObject({ until: "2026-08-28" }));
  test("her own address in the signature is no delegate", () =>
    expect(answer("Som mimo kancelárie. V súrnych prípadoch volajte.\nJana Nováková, e-mail: Jana@x.sk")).toEqual({
      language: "sk",
      left: false,
    }));
});

const facts = (subject: string, text: string, headers: Record<string, string> = {}): MailFacts => ({
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
  subject,
  from: { address: "jana@x.sk" },
  text,
  contentTypes: ["text/plain"],
  date: DATE,
});
const PERSON = { received: "from mail.x.sk", "message-id": "<1@x.sk>" };

describe("a person who writes about an absence is not an automatic answer", () => {
  test.each<[string, string]>([
    ["Re: Ponuka", "Dobrý deň, od 1. 12. do 5. 12. budem na dovolenke, pošlete mi prosím ponuku do piatku? Ďakujem"],
    ["Dovolenka", "Ahoj, budúci týždeň som na dovolenke, ozvem sa potom. Jana"],
    [
      "Neprítomnosť - Jana Nováková",
      "Kolegovia, 23.-27. 11. čerpám dovolenku. V súrnych prípadoch volajte Petrovi. Ďakujem za pochopenie.",
    ],
    ["Re: Termín", "Bohužiaľ som bol mimo kancelárie, odpovedám až teraz. Termín platí."],
    ["Re: Stretnutí", "Dobrý den, příští týden jsem na dovolené, hodilo by se to 7. 12.?"],
    ["Re: Ajánlat", "Jövő héten szabadságon leszek, utána visszajelzek. Köszönöm az ajánlatot."],
    ["Re: Oferta", "W przyszłym tygodniu jestem na urlopie, proszę o telefon do piątku."],
    ["AW: Angebot", "Ich bin nächste Woche im Urlaub, können wir vorher telefonieren?"],
    ["Out of office next week", "Hi Peter, I'm out of the office next week. Can we move the call to December 7?"],
    ["Re: Offer", "Sorry for the late reply, I was on vacation until yesterday. The offer looks fine."],
    ["Zájazdy: dovolenka pri mori do 30. 11. 2026", "Dovolenka v Chorvátsku so zľavou! Ponuka platí do 30. 11. 2026."],
    ["Re: Peter", "Peter Kováč už u nás nepracuje, od teraz komunikujte prosím so mnou."],
  ])("%s: %s", (subject, text) => {
    expect(classifyMail(facts(subject, text, PERSON)).kind).toBe("normal");
    expect(classifyMail(facts(subject, text)).kind).toBe("normal");
  });
});

describe("an automatic answer that is not about absence is an automatic answer", () => {
  test.each([
    ["Potvrdenie objednávky 123", "Ďakujeme za objednávku. Tovar bude odoslaný do 30. 11. 2026."],
    ["Rezervácia zájazdu", "Ďakujeme za rezerváciu dovolenky v termíne 1. 12. - 5. 12. 2026."],
    ["Ticket 77", "We have received your request. Outside of office hours we answer the next day."],
    ["Re: Frage", "Ihre Anfrage ist bei uns eingegangen. Wir melden uns bis Freitag."],
  ])("%s", (subject, text) =>
    expect(classifyMail(facts(subject, text, { ...PERSON, "auto-submitted": "auto-replied" })).kind).toBe("auto-reply"),
  );
});

describe("how an automatic answer is recognised", () => {
  const text = "Ďakujem za Váš e-mail. Som mimo kancelárie, vrátim sa 1. 12. 2026. V súrnych prípadoch volajte 0900 123 456.";
  test.each<[string, string, Record<string, string>]>([
    ["RFC 3834", "Re: Ponuka", { "auto-submitted": "auto-replied" }],
    ["Exchange", "Automatická odpoveď: Ponuka", { "x-auto-response-suppress": "All", "auto-submitted": "auto-generated" }],
    ["Gmail", "Mimo kancelárie Re: Ponuka", { precedence: "bulk", "x-autoreply": "yes" }],
    ["an old autoresponder", "Re: Ponuka", { precedence: "junk" }],
    ["no return path", "Re: Ponuka", { "return-path": "<>" }],
    ["a server that only suppresses answers", "Re: Ponuka", { "x-auto-response-suppress": "OOF, AutoReply" }],
    ["a page: by the subject", "Automatická odpoveď: Ponuka", {}],
    ["a page: by a text that is written for everybody", "Re: Ponuka", {}],
  ])("%s", (_how, subject, headers) => {
    const verdict = classifyMail(facts(subject, text, Object.keys(headers).length > 0 ? { ...PERSON, ...headers } : {}));
    expect(verdict).toMatchObject({ kind: "out-of-office", outOfOffice: { until: "2026-12-01", language: "sk", left: false } });
    expect(verdict.reasons.length).toBeGreaterThan(0);
  });

  test("an absence in the subject only", () => {
    expect(classifyMail(facts("Away until May 5", "Best, Jana", { "auto-submitted": "auto-replied" }))).toMatchObject({
      kind: "out-of-office",
      outOfOffice: { until: "2027-05-05" },
    });
  });

  test.each([
    "Automatic reply: x",
    "Automatická odpověď: x",
    "Automatikus válasz: x",
    "Automatyczna odpowiedź: x",
    "Automatische Antwort: x",
    "Abwesenheitsnotiz: x",
  ])("%s stands before no mail of a person", (subject) => expect(classifyMail(facts(subject, "Text.")).kind).toBe("auto-reply"));
});

test("any text is read without error, and a found date exists", () => {
  const piece = fc.constantFrom(
    "som na dovolenke ",
    "do ",
    "31. 2. ",
    "30. 11. 2026 ",
    "péntekig ",
    "until ",
    "5/8/26 ",
    "99. 99. ",
    "@",
    "eva@x.sk ",
    "\n",
    "2026-13-45 ",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, wildText())), (pieces) => {
      const until = answer(pieces.join(""))?.until ?? "2000-01-01";
      expect(new Date(`${until}T00:00:00Z`).toISOString().slice(0, 10)).toBe(until);
    }),
  );
});

import type { Language } from "./catalog.ts";

/** What a mail is about. `{p}` what is sold, `{q}` place or occasion, `{n}` number of a document, `{d}` a date, `{x}` some amount. */
export type Intent =
  | "inquiry"
  | "quote"
  | "ask-quote"
  | "negotiate"
  | "order"
  | "invoice"
  | "paid"
  | "delivery"
  | "complaint"
  | "nudge"
  | "agree"
  | "meeting"
  | "general";

type Phrases = Readonly<Record<Intent, readonly string[]>>;

const lines = (text: string): string[] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim());

const SK: Phrases = {
  inquiry: lines(`mali by sme záujem o {p} {q}, viete nám poslať cenu a termín?
    hľadáme dodávateľa na {p}. Potrebovali by sme zhruba {x} ks.
    prosím o nacenenie: {p} {q}, množstvo {x}.
    chystáme novú vec {q} a budeme potrebovať {p}. Viete sa k nám zastaviť?
    pýtam sa, či by ste vedeli dodať aj {p}, ideálne do {d}.
    rád by som s vami prebral jednu novú požiadavku, kedy máte čas?
    potreboval by som cenu na niečo nové, v prílohe je špecifikácia.`),
  quote: lines(`v prílohe posielam cenovú ponuku {n} na {p}.
    podľa dohody zasielam ponuku č. {n}, platí do {d}.
    ponuka {n} je v prílohe, ak by bolo treba niečo upraviť, dajte vedieť.
    posielam sľúbenú ponuku na {p} {q}. Cena je bez dopravy.
    prikladám aktualizovanú ponuku, znížili sme cenu o {x} €.`),
  "ask-quote": lines(`ešte ste nám neposlali ponuku na {p}, potrebujeme ju do {d}.
    k ponuke {n} mám otázku: je v cene aj doprava?
    v ponuke {n} nám nesedí množstvo, má byť {x}.
    prosím o úpravu ponuky, chceme menšie balenie.
    dá sa v ponuke na {p} {q} ešte niečo spraviť s cenou?`),
  negotiate: lines(`pri odbere nad {x} ks by sme vedeli ísť s cenou nižšie.
    konkurencia nám dala lepšiu cenu na {p}, viete to dorovnať?
    vedenie súhlasí, ale chce splatnosť 60 dní.
    ak zoberieme aj {p} {q}, dostaneme zľavu?
    cena je v poriadku, ale termín je pre nás neskoro.
    poslal som to kolegom, ozveme sa do {d}.`),
  order: lines(`objednávame podľa ponuky {n}.
    v prílohe je naša objednávka {n} na {p}.
    potvrdzujem objednávku {n}, dodanie do {d}.
    záväzne objednávame {p}, {x} ks, miesto dodania ako minule.
    tak to objednajme, nech to stihneme.`),
  invoice: lines(`v prílohe zasielam faktúru {n}.
    posielame vám faktúru č. {n} za {p}, splatnosť {d}.
    faktúra {n} je po splatnosti, prosím o úhradu.
    dovoľujem si pripomenúť úhradu faktúry {n} na sumu {x} €.`),
  paid: lines(`faktúru {n} sme dnes uhradili.
    FA {n} bola zaplatená {d}, prosím o spárovanie.
    uhradené, VS {n}.
    faktúra {n} nesedí s objednávkou, prosím o dobropis.`),
  delivery: lines(`kedy príde {p}? Kamión mal byť u nás {d}.
    tovar k objednávke {n} odchádza zajtra.
    prosím o zmenu miesta dodania {q}.
    {p} sme dostali, chýba {x} ks.
    doprava je dohodnutá na {d} ráno, vodič sa ohlási.
    dodací list je v prílohe.`),
  complaint: lines(`reklamujeme {p}, časť je poškodená, fotky sú v prílohe.
    k objednávke {n}: tovar prišiel v inej kvalite, než bola vzorka.
    s poslednou dodávkou nie sme spokojní, zavolajte mi prosím.
    {p} {q} nesedí rozmer, čo s tým?`),
  nudge: lines(`chcel som sa spýtať, ako to vyzerá?
    pripomínam sa, stále čakáme na vyjadrenie.
    máte už nejaké novinky?
    dá sa to ešte tento týždeň?
    neviem, či ste dostali môj predošlý mail.
    pripomínam sa ohľadom {p}.`),
  agree: lines(`ďakujem, v poriadku.
    súhlasím, môžeme pokračovať.
    ok, dohodnuté. Ďakujem.
    áno, platí.
    vďaka za rýchlu odpoveď, pozriem sa na to.
    dobre, ozvem sa zajtra.`),
  meeting: lines(`hodí sa vám {d} o 10:00 u nás?
    môžeme si zavolať {d}? Ide o {p}.
    termín obhliadky {q} navrhujem na {d}.
    prosím posuňme stretnutie, som chorý.`),
  general: lines(`prajeme vám pokojné sviatky a veľa úspechov v novom roku.
    od 1. mesiaca máme nové číslo účtu, SK31 1200 0000 1987 4263 7541.
    posielame na odsúhlasenie zoznam pohľadávok ku koncu kvartálu.
    pozývame vás na veľtrh, stánok nájdete v hale M1.
    zmenili sme sídlo, fakturačné údaje sú v prílohe.
    prosím o zaslanie certifikátu kvality a výpisu z registra.
    dovolenkujem do {d}, zastupuje ma kolegyňa.
    môžete nám prosím poslať aktuálny cenník?
    prosím o vyplnenie dotazníka spokojnosti, trvá to 3 minúty.`),
};

const CS: Phrases = {
  inquiry: lines(`měli bychom zájem o {p}, můžete poslat cenu?
    poptáváme {p} {q}, množství {x} ks.
    mám pro vás novou poptávku, kdy máte čas?`),
  quote: lines(`v příloze posílám cenovou nabídku {n}.
    zasílám nabídku č. {n} na {p}.
    posílám slíbenou nabídku.`),
  "ask-quote": lines(`k nabídce {n} mám dotaz ohledně dopravy.
    prosím o úpravu nabídky na {p}.`),
  negotiate: lines(`při odběru nad {x} ks bychom chtěli slevu.
    cena za {p} je vysoká, jde s tím něco dělat?
    souhlasíme, jen splatnost 60 dní.`),
  order: lines(`objednáváme dle nabídky {n}.
    v příloze je objednávka {n}.
    závazně objednáváme {p}.`),
  invoice: lines(`v příloze zasíláme fakturu {n}.
    faktura č. {n} je po splatnosti.`),
  paid: lines(`fakturu {n} jsme dnes uhradili.
    uhrazeno, VS {n}.`),
  delivery: lines(`kdy dorazí {p}?
    zboží k objednávce {n} odjíždí zítra.
    chybí nám {x} ks.`),
  complaint: lines(`reklamujeme {p}, fotky v příloze.
    s dodávkou nejsme spokojeni, zavolejte mi.`),
  nudge: lines(`jak to prosím vypadá?
    připomínám se, čekáme na vyjádření.
    připomínám se ohledně {p}.`),
  agree: lines(`děkuji, v pořádku.
    souhlasím, pokračujme.
    dobře, domluveno.`),
  meeting: lines(`hodí se vám {d} v 10:00?
    můžeme si zavolat? Jde o {p}.`),
  general: lines(`přejeme hezké svátky.
    zasíláme nový ceník a obchodní podmínky.
    změnili jsme bankovní účet.`),
};

const EN: Phrases = {
  inquiry: lines(`we are interested in {p}, could you send us a price?
    please quote {x} pcs of {p}.
    we have a new request, when can we talk?`),
  quote: lines(`please find attached our quotation {n} for {p}.
    attached is offer no. {n}, valid until {d}.
    as promised, the quotation is attached.`),
  "ask-quote": lines(`a question about your offer {n}: is freight included?
    could you revise the offer for {p}?`),
  negotiate: lines(`your competitor is cheaper on {p}, can you match it?
    the price is fine, but we need 60 days.
    for {x} pcs we would expect a discount.`),
  order: lines(`please find our order {n} attached.
    we order according to quotation {n}.
    we would like to order {p}.`),
  invoice: lines(`attached is invoice {n}.
    invoice no. {n} is overdue, please pay.`),
  paid: lines(`invoice {n} has been paid today.
    we paid {n} on {d}.`),
  delivery: lines(`when will {p} arrive?
    goods for order {n} leave tomorrow.
    {x} pcs are missing.`),
  complaint: lines(`{p} arrived damaged, photos attached.
    we are not happy with the last delivery, please call.`),
  nudge: lines(`any news on this?
    just following up on {p}.
    did you receive my last e-mail?`),
  agree: lines(`thanks, all fine.
    agreed, let us go ahead.
    ok, confirmed.`),
  meeting: lines(`does {d} at 10:00 work for you?
    can we have a call about {p}?`),
  general: lines(`season's greetings from our team.
    please note our new bank details.
    we have updated our supplier code of conduct, please sign.`),
};

const DE: Phrases = {
  inquiry: lines(`wir interessieren uns für {p}, bitte senden Sie uns einen Preis.
    bitte um ein Angebot über {x} Stück {p}.
    wir haben eine neue Anfrage, wann passt es Ihnen?`),
  quote: lines(`anbei unser Angebot {n} über {p}.
    wie besprochen senden wir das Angebot Nr. {n}.
    anbei das versprochene Angebot.`),
  "ask-quote": lines(`eine Frage zu Ihrem Angebot {n}: ist die Fracht enthalten?
    bitte das Angebot für {p} anpassen.`),
  negotiate: lines(`der Preis für {p} ist zu hoch.
    wir brauchen 60 Tage Zahlungsziel.`),
  order: lines(`anbei unsere Bestellung {n}.
    wir bestellen gemäß Angebot {n}.
    wir bestellen verbindlich {p}.`),
  invoice: lines(`anbei die Rechnung {n}.
    die Rechnung Nr. {n} ist überfällig.`),
  paid: lines(`die Rechnung {n} wurde heute bezahlt.
    wir haben {n} überwiesen.`),
  delivery: lines(`wann kommt {p}?
    die Ware zum Auftrag {n} geht morgen raus.
    es fehlen {x} Stück.`),
  complaint: lines(`{p} ist beschädigt angekommen, Fotos anbei.
    mit der letzten Lieferung sind wir nicht zufrieden.`),
  nudge: lines(`gibt es etwas Neues?
    ich wollte wegen {p} nachfragen.`),
  agree: lines(`danke, passt.
    einverstanden, machen wir so.`),
  meeting: lines(`passt Ihnen der {d} um 10 Uhr?
    können wir telefonieren? Es geht um {p}.`),
  general: lines(`wir wünschen frohe Feiertage.
    bitte beachten Sie unsere neue Bankverbindung.`),
};

export const PHRASES: Readonly<Record<Language, Phrases>> = { sk: SK, cs: CS, en: EN, de: DE };

/** Subjects of new threads. An empty one is one too. */
export const SUBJECTS: Readonly<Record<Language, Readonly<Record<"named" | "numbered" | "vague" | "general", readonly string[]>>>> = {
  sk: {
    named: ["{P}", "Dopyt – {p}", "{P} {q}", "otázka k {p}", "{p} - termín", "Cena na {p}", "{P}: doplnenie"],
    numbered: ["{n}", "Ponuka {n}", "K objednávke {n}", "Faktúra {n}", "re {n}", "{n} - {p}"],
    vague: [
      "Dopyt",
      "Otázka",
      "Cenová ponuka",
      "Prosba",
      "info",
      "",
      "Objednávka",
      "Dobrý deň",
      "urgentné",
      "termín",
      "Podklady",
      "spolupráca",
    ],
    general: ["PF", "Nový cenník", "Zmena účtu", "Odsúhlasenie pohľadávok", "Pozvánka na veľtrh", "Certifikáty", "Dotazník", ""],
  },
  cs: {
    named: ["{P}", "Poptávka: {p}"],
    numbered: ["Nabídka {n}", "Objednávka {n}", "Faktura {n}"],
    vague: ["Poptávka", "Dotaz", "Nabídka", ""],
    general: ["PF", "Nový ceník", "Změna účtu"],
  },
  en: {
    named: ["{P}", "Inquiry: {p}"],
    numbered: ["Quotation {n}", "Order {n}", "Invoice {n}"],
    vague: ["Inquiry", "Question", "Quotation", ""],
    general: ["New bank details", "Season's greetings", "Code of conduct"],
  },
  de: {
    named: ["{P}", "Anfrage {p}"],
    numbered: ["Angebot {n}", "Bestellung {n}", "Rechnung {n}"],
    vague: ["Anfrage", "Frage", "Angebot", ""],
    general: ["Frohe Feiertage", "Neue Bankverbindung"],
  },
};

export const GREETINGS: Readonly<Record<Language, readonly string[]>> = {
  sk: ["Dobrý deň,", "Dobrý deň p. {name},", "Ahoj,", "Zdravím,", "Vážená pani, vážený pán,", ""],
  cs: ["Dobrý den,", "Ahoj,", "Zdravím,"],
  en: ["Hello,", "Hi {name},", "Dear Sir or Madam,"],
  de: ["Guten Tag,", "Hallo {name},", "Sehr geehrte Damen und Herren,"],
};
export const CLOSINGS: Readonly<Record<Language, readonly string[]>> = {
  sk: ["S pozdravom", "Ďakujem", "Pekný deň", "S úctou", ""],
  cs: ["S pozdravem", "Děkuji", "Hezký den"],
  en: ["Best regards", "Thanks", "Kind regards"],
  de: ["Mit freundlichen Grüßen", "Danke", "Beste Grüße"],
};

/** Sentences that say nothing about the matter. */
export const FILLERS: Readonly<Record<Language, readonly string[]>> = {
  sk: [
    "Na telefóne som do štvrtej.",
    "Kolega je v kópii.",
    "Prepáčte za neskorú odpoveď.",
    "Volal som vám, ale nedovolal som sa.",
    "Viac vo štvrtok.",
    "Pozdravujem do Bratislavy.",
  ],
  cs: ["Kolega je v kopii.", "Omlouvám se za zpoždění."],
  en: ["My colleague is in copy.", "Sorry for the late reply."],
  de: ["Der Kollege ist in Kopie.", "Entschuldigen Sie die späte Antwort."],
};

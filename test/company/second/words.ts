/**
 * What the second company (a house for software and machines, most of whose customers are abroad) does and how its mails sound: words only. None of
 * it is taken from the first company, and no weight was ever fitted on it.
 */

export type Tongue = "en" | "de" | "sk" | "hu";

/** A kind of project: its title as it is noted, and how people speak of it. */
export interface Topic {
  title: Readonly<Record<Tongue, string>>;
  said: Readonly<Record<Tongue, readonly string[]>>;
}

const topic = (title: string, en: string, de: string, sk: string, hu: string): Topic => {
  const titles = title.split("|");
  const at = (i: number) => titles[i] ?? titles[0] ?? "";
  return {
    title: { en: at(0), de: at(1), sk: at(2), hu: at(3) },
    said: { en: en.split("|"), de: de.split("|"), sk: sk.split("|"), hu: hu.split("|") },
  };
};

export const TOPICS: readonly Topic[] = [
  topic(
    "Customer portal|Kundenportal|Zákaznícky portál|Ügyfélportál",
    "the portal|customer portal|the login page|self-service",
    "das Portal|Kundenportal|die Anmeldeseite",
    "portál|zákazníckeho portálu|prihlasovanie",
    "a portál|az ügyfélportált",
  ),
  topic(
    "MES rollout|MES-Einführung|Nasadenie MES|MES bevezetés",
    "the MES rollout|shop floor terminals|MES",
    "die MES-Einführung|die Terminals in der Fertigung|MES",
    "nasadenie MES|terminály vo výrobe|MES",
    "a MES bevezetése|MES",
  ),
  topic(
    "Robot cell|Roboterzelle|Robotická bunka|Robotcella",
    "the robot cell|the gripper|welding robot",
    "die Roboterzelle|der Greifer",
    "robotickú bunku|robotickej bunky|chápadlo",
    "a robotcella|a megfogó",
  ),
  topic(
    "Vision inspection|Bildprüfung|Kamerová kontrola|Kamerás ellenőrzés",
    "the cameras|vision inspection|false rejects",
    "die Kameras|die Bildprüfung",
    "kamery|kamerovej kontroly|zlé vyradenia",
    "a kamerák|a kamerás ellenőrzés",
  ),
  topic(
    "ERP interface|ERP-Schnittstelle|Prepojenie ERP|ERP interfész",
    "the ERP interface|the SAP connector|IDocs",
    "die Schnittstelle|SAP-Anbindung|IDocs",
    "prepojenie so SAP|rozhranie|ERP",
    "az interfész|SAP kapcsolat",
  ),
  topic(
    "Energy monitoring|Energiemonitoring|Meranie energií|Energiamonitoring",
    "the energy meters|energy monitoring|consumption data",
    "die Zähler|Energiemonitoring|Verbrauchsdaten",
    "elektromery|meranie energií|spotreby",
    "az energiamonitoring|a mérők",
  ),
  topic(
    "Data migration|Datenmigration|Migrácia dát|Adatmigráció",
    "the migration|the test import|legacy data",
    "die Migration|der Testimport|Altdaten",
    "migráciu|migrácie dát|skúšobný import",
    "a migráció|a tesztimport",
  ),
  topic(
    "Mobile app|Mobile App|Mobilná aplikácia|Mobilalkalmazás",
    "the app|the Android build|push messages",
    "die App|der Android-Build",
    "aplikáciu|mobilnej aplikácie|notifikácie",
    "az alkalmazás|az app",
  ),
  topic(
    "Conveyor retrofit|Modernisierung Förderanlage|Modernizácia dopravníka|Szállítószalag felújítás",
    "the conveyor|the drives|retrofit",
    "die Förderanlage|die Antriebe|Retrofit",
    "dopravník|pohony|modernizáciu",
    "a szállítószalag|a hajtások",
  ),
  topic(
    "Warehouse labels|Lageretiketten|Značenie skladu|Raktárcímkék",
    "rack labels|the label printers|barcodes",
    "die Etikettendrucker|Barcodes",
    "tlačiarne štítkov|čiarové kódy|značenie",
    "a címkék|a nyomtatók",
  ),
  topic(
    "Operator training|Bedienerschulung|Školenie obsluhy|Kezelői oktatás",
    "the training|the trainer|course dates",
    "die Schulung|der Trainer|Schulungstermine",
    "školenie|školenia obsluhy|lektor",
    "az oktatás|a tréner",
  ),
  topic(
    "Safety audit|Sicherheitsaudit|Bezpečnostný audit|Biztonsági audit",
    "the audit|the CE documents|risk assessment",
    "das Audit|die CE-Unterlagen|Risikobeurteilung",
    "audit|dokumentáciu CE|posúdenie rizík",
    "az audit|a CE dokumentáció",
  ),
  topic(
    "Annual support|Wartungsvertrag|Ročná podpora|Éves támogatás",
    "the support contract|response times|SLA",
    "der Wartungsvertrag|Reaktionszeiten|SLA",
    "podporu|servisnú zmluvu|SLA",
    "a támogatás|SLA",
  ),
  topic(
    "Spare parts stock|Ersatzteillager|Sklad náhradných dielov|Alkatrészraktár",
    "spare parts|the bearings|parts list",
    "Ersatzteile|die Lager|Teileliste",
    "náhradné diely|náhradných dielov|ložiská",
    "alkatrészek|a csapágyak",
  ),
  topic(
    "Web shop relaunch|Relaunch Webshop|Nový e-shop|Webshop megújítás",
    "the shop|product images|checkout",
    "der Shop|Produktbilder|Warenkorb",
    "e-shop|e-shopu|košík",
    "a webshop|a termékképek",
  ),
  topic(
    "Network upgrade|Netzwerkerneuerung|Obnova siete|Hálózatfejlesztés",
    "the switches|the network|Wi-Fi in the hall",
    "die Switches|das Netzwerk|WLAN",
    "switche|sieť|siete v hale",
    "a hálózat|a switchek",
  ),
];

/** Sites and phases that a project's name carries. */
export const SITES = ["Győr", "Plant 2", "Linz", "Werk Süd", "Leeds", "Trenčín", "Phase 2", "Hall C", "pilot", "Dresden"];

/** Sentences about a matter: `{t}` what is spoken of, `{r}` number of a document, `{c}` the customer's or the project's own code. */
export const ABOUT: Readonly<Record<Tongue, readonly string[]>> = {
  en: [
    "When can we expect an update on {t}?",
    "The board has approved {t}, we can go on.",
    "Attached are our remarks concerning {t}.",
    "There is a delay with {t}, our electrician is ill.",
    "Who on your side is responsible for {t}?",
    "We tested {t} yesterday and found two defects.",
    "Please add four more licences for {t}.",
    "The acceptance of {t} is planned for the 14th.",
    "I cannot open the drawing for {t}.",
  ],
  de: [
    "Wann hören wir etwas zu {t}?",
    "Anbei unsere Anmerkungen, es betrifft {t}.",
    "Bei {t} gibt es eine Verzögerung.",
    "Die Abnahme ist für den 14. geplant, Stichwort {t}.",
    "Wir haben {t} getestet und zwei Fehler gefunden.",
    "Wer ist bei Ihnen für {t} zuständig?",
  ],
  sk: [
    "Kedy budete vedieť niečo k veci: {t}?",
    "V prílohe sú naše pripomienky, týka sa to: {t}.",
    "Meškáme, {t} príde na rad až budúci týždeň.",
    "Otestovali sme {t} a našli dve chyby.",
    "Kto má u vás na starosti {t}?",
  ],
  hu: ["Mikor várható hír erről: {t}?", "Mellékelem az észrevételeinket, tárgy: {t}.", "Teszteltük: {t}, két hibát találtunk."],
};

export const WITH_NUMBER: Readonly<Record<Tongue, readonly string[]>> = {
  en: [
    "We refer to {r}.",
    "{r} is approved, please proceed.",
    "Could you check the second line of {r}?",
    "Regarding {r}: the delivery address is wrong.",
  ],
  de: ["Wir beziehen uns auf {r}.", "{r} ist freigegeben.", "Bitte prüfen Sie Position 2 in {r}."],
  sk: ["Odvolávame sa na {r}.", "{r} je schválené, pokračujte.", "Skontrolujte prosím druhú položku, {r}."],
  hu: ["Hivatkozunk erre: {r}.", "{r} jóváhagyva."],
};

/** How one speaks of a kind of document with its number. */
export const NUMBERED = {
  quote: { en: "quotation {n}", de: "Angebot {n}", sk: "ponuka {n}", hu: "ajánlat {n}" },
  order: { en: "order confirmation {n}", de: "Auftrag {n}", sk: "objednávka {n}", hu: "megrendelés {n}" },
  invoice: { en: "invoice #{n}", de: "Rechnung Nr. {n}", sk: "faktúra {n}", hu: "számla {n}" },
} as const;

export const NEUTRAL: Readonly<Record<Tongue, readonly string[]>> = {
  en: [
    "Sounds good to us.",
    "Let me come back to you tomorrow.",
    "Could we move the call to Thursday?",
    "Please see attached.",
    "Is there anything you need from our side?",
    "Just a gentle reminder.",
    "Noted, thank you.",
    "I am in the office until three.",
    "Who should join?",
  ],
  de: [
    "Passt für uns.",
    "Ich melde mich morgen.",
    "Können wir auf Donnerstag schieben?",
    "Siehe Anhang.",
    "Nur zur Erinnerung.",
    "Vielen Dank für die Information.",
  ],
  sk: ["Za nás v poriadku.", "Ozvem sa zajtra.", "Posuňme hovor na štvrtok.", "Viď príloha.", "Iba pripomínam.", "Beriem na vedomie."],
  hu: ["Részünkről rendben.", "Holnap jelentkezem.", "Csak emlékeztetőül."],
};

export const OPENING: Readonly<Record<Tongue, readonly string[]>> = {
  en: [
    "We would like you to quote {t}.",
    "Following our visit, could you offer {t} as well?",
    "Our management wants to start with {t} this year.",
    "As discussed at the fair, this is about {t}.",
  ],
  de: ["Wir bitten um ein Angebot für {t}.", "Unsere Leitung möchte {t} noch heuer beginnen.", "Wie auf der Messe besprochen: {t}."],
  sk: ["Radi by sme dostali ponuku: {t}.", "Vedenie chce tento rok začať, ide o: {t}.", "Ako sme hovorili na veľtrhu: {t}."],
  hu: ["Ajánlatot szeretnénk kérni: {t}.", "Ahogy a vásáron beszéltük: {t}."],
};

/** Mails about no project at all. */
export const NONE: readonly string[] = [
  "Our office is closed between the holidays. Kind regards",
  "We have moved. Please update our address in your records.",
  "Newsletter: what is new in our house this autumn, our stand in hall 4.",
  "Please fill in the supplier questionnaire by Friday.",
  "Anbei unser neuer Verhaltenskodex, bitte unterschrieben zurück.",
  "Wir wünschen Ihnen ein gutes neues Jahr.",
  "Invitation to our summer party.",
  "Prosíme o zaslanie platných bankových údajov.",
  "Ich bin bis Montag nicht im Haus.",
  "Are you hiring? My nephew studies engineering.",
];

export const VAGUE_SUBJECTS: Readonly<Record<Tongue, readonly string[]>> = {
  en: ["Question", "Update", "Call", "Open points", "FYI", "Next steps", "Weekly", ""],
  de: ["Rückfrage", "Abstimmung", "Offene Punkte", "Termin", "Info", ""],
  sk: ["Otvorené body", "Otázka", "Pripomienky", "Stretnutie", ""],
  hu: ["Kérdés", "Egyeztetés", ""],
};
export const NAMED_SUBJECTS: Readonly<Record<Tongue, readonly string[]>> = {
  en: ["{T}", "{T} – open points", "Status of {t}", "{T}: minutes"],
  de: ["{T}", "{T} – offene Punkte", "Stand {t}", "Protokoll {t}"],
  sk: ["{T}", "{T} – otvorené body", "Zápis: {t}"],
  hu: ["{T}", "{T} – nyitott kérdések"],
};
export const QUOTE_HEAD: Readonly<Record<Tongue, string>> = {
  en: "On {d}, {s} wrote:",
  de: "Am {d} schrieb {s}:",
  sk: "Dňa {d} {s} napísal(a):",
  hu: "{d} napon {s} írta:",
};

export const GIVEN =
  "Anna Paul Laura Felix Emma Oliver Sophie Jakob Grace Henry Klara Simon Nora Adam Judit Gergely Zsófia Milan Radka Tobias Helen Ian Petra Karl".split(
    " ",
  );
export const FAMILY =
  "Smith Weber Novotny Kiss Baker Schulz Farkas Huber Turner Bauer Horak Cooper Wagner Papp Marsh Lang Kovalcik Reed Fuchs Szalai Ward Maier".split(
    " ",
  );
export const FIRMS =
  "Ashford Brauwerk Calder Donaumetall Eastgate Feinblech Granite Hartmann Ironbridge Jadran Kessler Lindner Moorfield Neckarguss Oakley Pressburg Quarry Rheinfold Silverline Tiszagep Ullrich Vektor Westbury Xylon Yarrow Zahnrad Arden Bergmann Clifton Dornach Elbkran Fenwick Gyorpack Hollis Innwerk Juniper Kestrel Lausitz Marlow Nordhaus Orwell Pannon Raabtal Selby".split(
    " ",
  );

/** Gmail's own words in the languages of the fixtures, as its interface shows them. */
export interface GmailLabels {
  lang: string;
  to: string;
  cc: string;
  bcc: string;
  me: string;
  reply: string;
  more: string;
  showDetails: string;
  showTrimmed: string;
  notStarred: string;
  account: string;
  inbox: string;
  compose: string;
  noSubject: string;
  ago: string;
  /** The date in full, as in the title of `span.g3`. */
  date(date: GmailDate): string;
}

/** Wall clock of the mailbox, month 1-12. */
export interface GmailDate {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const two = (number: number) => String(number).padStart(2, "0");
const short = (language: string, { year, month, day }: GmailDate) =>
  new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    Date.UTC(year, month - 1, day),
  );

export const en: GmailLabels = {
  lang: "en",
  to: "to",
  cc: "cc:",
  bcc: "bcc:",
  me: "me",
  reply: "Reply",
  more: "More message options",
  showDetails: "Show details",
  showTrimmed: "Show trimmed content",
  notStarred: "Not starred",
  account: "Google Account:",
  inbox: "Inbox",
  compose: "Compose",
  noSubject: "(no subject)",
  ago: "(2 hours ago)",
  date: (date) => `${short("en-US", date)}, ${date.hour % 12 || 12}:${two(date.minute)}\u202f${date.hour < 12 ? "AM" : "PM"}`,
};

export const sk: GmailLabels = {
  lang: "sk",
  to: "komu:",
  cc: "kópia:",
  bcc: "skrytá kópia:",
  me: "mne",
  reply: "Odpovedať",
  more: "Ďalšie možnosti správy",
  showDetails: "Zobraziť podrobnosti",
  showTrimmed: "Zobraziť orezaný obsah",
  notStarred: "Bez hviezdičky",
  account: "Účet Google:",
  inbox: "Doručená pošta",
  compose: "Napísať",
  noSubject: "(bez predmetu)",
  ago: "(pred 2 hodinami)",
  date: ({ year, month, day, hour, minute }) => `${day}. ${month}. ${year}, ${hour}:${two(minute)}`,
};

export const de: GmailLabels = {
  lang: "de",
  to: "an",
  cc: "Kopie:",
  bcc: "Bcc:",
  me: "mich",
  reply: "Antworten",
  more: "Weitere Nachrichtenoptionen",
  showDetails: "Details anzeigen",
  showTrimmed: "Gekürzten Inhalt einblenden",
  notStarred: "Nicht markiert",
  account: "Google-Konto:",
  inbox: "Posteingang",
  compose: "Schreiben",
  noSubject: "(kein Betreff)",
  ago: "(vor 2 Stunden)",
  date: (date) => `${short("de-DE", date)}, ${two(date.hour)}:${two(date.minute)}`,
};

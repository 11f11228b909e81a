import { anyOf } from "../patterns.ts";
import { fold, foldedWords, normaliseSubject } from "../text-folding.ts";

const r = String.raw;

/**
 * The head that Outlook, Seznam and others put above a mail they quote: `Od:`, `Odoslané:`, `Komu:`, `Predmet:` in the program's
 * language. One such line proves nothing ("Od: pondelka sme zatvorení"), three of them do.
 */
type Role = "from" | "sent" | "to" | "cc" | "subject" | "other";

const LABELS: Record<Role, string> = {
  from: "from,od,odosielatel,odesilatel,von,absender,felado,kuldo,nadawca,de,da,van,fra,fran,от,expediteur",
  sent: `sent,date,odoslane,odoslana,datum,odeslano,odeslana,gesendet,gesendet am,kuldve,elkuldve,kuldes ideje,idopont,wyslano,wyslane,data,data wyslania,
envoye,envoye le,enviado,enviado el,enviada em,inviato,verzonden,sendt,skickat,dato,fecha,дата,отправлено`,
  to: "to,komu,prijemca,prijemce,an,cimzett,do,adresat,a,aan,til,till,para,кому,destinataire",
  cc: "cc,bcc,kopia,kopie,skryta kopia,skryta kopie,masolatot kap,masolat,dw,udw,do wiadomosci,copia,copie,копия,reply-to,odpovedat,antwort an",
  subject: "subject,predmet,vec,betreff,targy,temat,objet,oggetto,asunto,assunto,onderwerp,emne,amne,тема",
  other:
    "importance,dolezitost,dulezitost,priorita,priority,wichtigkeit,fontossag,attachments,prilohy,priloha,anlagen,mellekletek,zalaczniki,organization",
};
const ROLE_OF: ReadonlyMap<string, Role> = new Map(
  Object.entries(LABELS).flatMap(([role, labels]) => labels.split(/[,\n]+/).map((label) => [fold(label), role as Role] as const)),
);

const LABEL = /^[\s*_]{0,20}(\p{L}[\p{L} -]{0,24})[*_]{0,2}\s{0,3}[:：]([\s\S]*)$/u;
const MAX_LINE = 1000;
const MAX_BLOCK_LINES = 16;

/** One line of a head: what it names, and what follows the colon. */
export interface Label {
  role: Role;
  value: string;
}

/** Reads a line such as `*Odoslané:* utorok 24. novembra 2026 9:00`; null when it does not begin with a label. */
export function readLabel(line: string): Label | null {
  const [, label = "", value = ""] = LABEL.exec(line.slice(0, MAX_LINE)) ?? [];
  const role = ROLE_OF.get(fold(label.trim()));
  return role === undefined ? null : { role, value: value.replace(/^[\s*_]+/, "") };
}

/**
 * True when a quoted head begins in line `start`.
 * @param labels {@link readLabel} of each line
 * @param separated whether a separator line stands above it: then two labels are enough
 * @param subject subject of the mail, if known: a head that repeats it needs two labels only
 */
export function isHeaderBlock(
  lines: readonly string[],
  labels: readonly (Label | null)[],
  start: number,
  separated: boolean,
  subject?: string,
): boolean {
  const first = labels[start] ?? null;
  if (first === null || first.role === "other") return false;
  const roles = new Set<Role>();
  let hasAddress = false;
  let sameSubject = false;
  let last: Role = first.role;
  for (let index = start; index < Math.min(lines.length, start + MAX_BLOCK_LINES); index += 1) {
    const label = labels[index] ?? null;
    if (label === null) {
      if (!continues(lines, labels, index, last)) break;
      continue;
    }
    last = label.role;
    // A second "Od:" begins the head of another mail, or of a list.
    if (label.role !== "other" && label.role !== "cc" && roles.has(label.role)) break;
    roles.add(label.role);
    if (label.value.includes("@")) hasAddress = true;
    if (label.role === "subject" && subject !== undefined && sameWords(label.value, subject)) sameSubject = true;
  }
  roles.delete("other");
  if (!roles.has("from")) return false;
  if (roles.size >= 3) return roles.has("subject") || hasAddress;
  return roles.size === 2 && (sameSubject || (separated && (roles.has("subject") || roles.has("sent"))));
}

/** A head may go on after one empty line (double spacing), and lists of recipients are wrapped. */
function continues(lines: readonly string[], labels: readonly (Label | null)[], index: number, last: Role): boolean {
  const line = lines[index] ?? "";
  if (line.trim() === "") return (labels[index + 1] ?? null) !== null;
  return last === "to" || last === "cc" || line.includes("@") || /^\s/.test(line);
}

function sameWords(a: string, b: string): boolean {
  const words = foldedWords(normaliseSubject(a));
  return words !== "" && words === foldedWords(normaliseSubject(b));
}

/** What stands between the dashes of "-----Pôvodná správa-----", folded. */
const DIVIDERS: ReadonlySet<string> = new Set(
  `povodna sprava,povodny e-mail,povodny mail,originalna sprava,preposlana sprava,preposlany e-mail,preposlana posta
povodni zprava,povodni e-mail,povodni mail,puvodni zprava,puvodni e-mail,puvodni mail,preposlana zprava,preposlany mail
original message,originalnachricht,original-nachricht,original nachricht,originalmail,forwarded message,forwarded mail,original appointment
ursprungliche nachricht,urspruengliche nachricht,ursprungliche mail,weitergeleitete nachricht,original-termin
eredeti uzenet,eredeti level,tovabbitott uzenet,tovabbitott level
wiadomosc oryginalna,oryginalna wiadomosc,wiadomosc przekazana,przekazana wiadomosc,tresc przekazanej wiadomosci
message d'origine,message original,message transfere,mensaje original,mensaje reenviado,messaggio originale,messaggio inoltrato,mensagem original,
oorspronkelijk bericht,doorgestuurd bericht,oprindelig besked,opprinnelig melding,ursprungligt meddelande,исходное сообщение,пересылаемое сообщение`
    .split(/[,\n]+/)
    .map(fold),
);

/** Apple Mail, folded: a line of its own. */
const FORWARD_OPENINGS: ReadonlySet<string> = new Set(
  `begin forwarded message:,zaciatok preposlanej spravy:,zacatek preposilane zpravy:,zacatek preposlane zpravy:,anfang der weitergeleiteten nachricht:
tovabbitott level kezdete:,poczatek przekazywanej wiadomosci:,poczatek przekazanej wiadomosci:`.split(/[,\n]+/),
);

/** Zendesk and its like, folded: what is below is theirs. */
const REPLY_ABOVE = new RegExp(
  r`^[#\-=*\s]{2,}.{0,40}` +
    anyOf(r`reply above this line`, r`odpoved nad (?:tento riadok|tuto caru|timto radkem)`, r`antwort(?:en sie)? oberhalb`) +
    r`.{0,40}$`,
);

/** True for a line that says by itself: from here on it is another mail. */
export function isDivider(line: string): boolean {
  if (line.length > 200 || !/^\s*(?:[-_=*~#]{2}|\p{L}.*:\s*$)/u.test(line)) return false;
  const folded = foldedWords(line);
  const [, words = ""] = /^[-_=*~>]{2,100} ?([^-_=*~].{2,60}?) ?[-_=*~<]{2,100}$/.exec(folded) ?? [];
  return DIVIDERS.has(words) || FORWARD_OPENINGS.has(folded) || REPLY_ABOVE.test(folded);
}

/** A line of dashes, underscores and the like, with or without words of an unknown language in it. */
export function isSeparator(line: string): boolean {
  return line.length <= 200 && /^\s*[-_=*~—–]{3,}(?:[^-_=*~]{1,60}[-_=*~—–]{3,})?\s*$/.test(line);
}

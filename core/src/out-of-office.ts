import { normaliseAddress } from "./addresses.ts";
import { findDates, resolveDate, type FoundDate } from "./out-of-office/dates.ts";
import { PHRASES, type OutOfOfficeLanguage } from "./out-of-office/phrases.ts";
import { anyOf, anyWord } from "./patterns.ts";
import { fold } from "./text-folding.ts";

const r = String.raw;

/** What an out-of-office answer says. What it does not say is absent, never guessed. */
export interface OutOfOffice {
  /** ISO date: the day of return where the text names it, else the last day of the absence. */
  until?: string;
  language: OutOfOfficeLanguage;
  /** Who stands in: an address, else the name as it is written. */
  delegate?: string;
  /** The person does not work there any more. */
  left: boolean;
}

/** What is known of an answer that is automatic for other reasons. */
export interface AutomaticReply {
  text: string;
  /** Address of its sender: its own address in the signature is no delegate. */
  from?: string | null | undefined;
  /** ISO date or instant of the mail: dates without a year, and days of the week, are counted from it. Unknown: they are not read. */
  date?: string | null | undefined;
}

/** Answers are short; behind that many characters are quotes and legal notices. */
const MAX_TEXT = 8000;

/**
 * Reads an out-of-office answer in Slovak, Czech, Hungarian, Polish, German and English.
 * It looks at words only: whether the mail is automatic at all is judged in mail-kind.ts, since people write about their holidays, too.
 * @returns null when the text says nothing of an absence
 */
export function readOutOfOffice(reply: AutomaticReply): OutOfOffice | null {
  const text = newPart(reply.text.slice(0, MAX_TEXT));
  const folded = fold(text).replace(/[^\S\n]+/g, " ");
  const found = findLanguage(folded, text);
  if (found === null) return null;
  const base = /^\d{4}-\d\d-\d\d/.exec(reply.date ?? "")?.[0];
  const until = findUntil(folded, base ?? null);
  const delegate = findDelegate(text, normaliseAddress(reply.from ?? ""));
  return { ...(until !== null && { until }), language: found.language, ...(delegate !== null && { delegate }), left: found.left };
}

/** Quotes and mail heads below the answer hold dates of their own. */
function newPart(text: string): string {
  const quote =
    /\n(?:>|-{3,} ?[^\n]{0,40}(?:message|sprava|správa|zpráva|nachricht|üzenet|wiadomość)|(?:From|Od|Von|Feladó): ?[^\n]{0,200}@)/i.exec(
      text,
    );
  return quote === null || quote.index < 20 ? text : text.slice(0, quote.index);
}

/** The language whose words of absence come first; Slovak and Czech share many, their letters decide. */
function findLanguage(folded: string, text: string): { language: OutOfOfficeLanguage; left: boolean } | null {
  // The phrases end at a full stop; those in dates ("bis 30.11.2026 nicht im Büro") are none.
  const sentences = folded.replace(/(?<=\d)\./g, " ");
  const hits = PHRASES.flatMap(({ language, absent, left }) => {
    const [away, gone] = [absent.exec(sentences)?.index, left.exec(sentences)?.index];
    if (away === undefined && gone === undefined) return [];
    return [{ language, left: gone !== undefined, index: Math.min(away ?? Infinity, gone ?? Infinity) }];
  }).toSorted((a, b) => a.index - b.index);
  const [first, second] = hits;
  if (first === undefined) return null;
  const isTie = second !== undefined && Math.abs(second.index - first.index) < 30;
  const chosen = isTie && /[ěřů]/i.test(text) && second.language === "cs" ? second : first;
  return { language: chosen.language, left: hits.some(({ left }) => left) };
}

/** Between "until" and its date: "until the end of", "bis einschließlich", "do dňa", "do piatku". */
const UNTIL_FILLERS = anyOf(
  r`a vratane|vratane|konca|buduceho|najblizsieho|vcetne|a vcetne|konce|pristiho|den|dne|dna|dnia`,
  r`the end of|end of|and including|including|inclusive|the|this|next`,
  r`zum|zu|einschliesslich|inkl\.?|incl\.?|nachsten`,
);
/** Directly before a date: up to it. */
const UNTIL_BEFORE = new RegExp(
  r`(?:^|[^a-z])` +
    anyWord("do az po until till til through thru to bis – — -") +
    `(?: ?${UNTIL_FILLERS}){0,3}` +
    r`(?: ?\(?[a-z]{2,12}\.?\)?,?)? ?$`,
);
const FROM_BEFORE =
  /(?:^|[^a-z])(?:od|from|ab|vom|seit|since|as of|starting|zo?|dna|dne)(?: (?:dna|dne|dnia|dem|the))?(?: [a-z]{2,12},?)? ?$/;

/** Somewhere before a date: back again. */
const RETURN_BEFORE = new RegExp(
  anyOf(
    r`vrat\w* s[ae]|naspat|spat\b|navrat\w*|nastup\w*|(?:opat|znova|znovu|opet|zase)\b|zpet\b|zpatky`,
    r`k dispozici\w? (?:\w+ )?od|zastihnuteln\w+ od`,
    r`visszater\w*|visszajov\w*|visszaerkez\w*|ter\w* vissza|ujra|ismet|legkozelebb|elerheto (?:leszek )?`,
    r`wroc\w*|wracam|powroc\w*|powrot\w*|ponownie|z powrotem|dostepn\w+ (?:od|dopiero)`,
    r`wieder|zuruck|ruckkehr`,
    r`return\w*|\bback\b|available (?:again|from|on)|in the office (?:again )?(?:on|from)`,
  ),
);
/** Right behind a date, after a few words at most. */
const AGAIN_AFTER = new RegExp(
  r`^[.,]?(?:-?(?:tol|en|an|on|jen|jan)\b)? ?(?:[a-z]{2,12},? ){0,4}?` +
    anyOf(
      r`(?:opat|opet|znova|znovu|zase|spat|zpet)\b|bud(?:em|u) k dispozici`,
      r`ujra|ismet|elerheto leszek|ter\w{1,4} vissza|visszater`,
      r`ponownie|z powrotem`,
      r`(?:wieder|zuruck|back|again)\b`,
    ),
);
const CLAUSE_BREAK = /[!?;\n]|\.(?= [a-z]{3})/;

function findUntil(folded: string, base: string | null): string | null {
  const dates = findDates(folded).flatMap((found, index, all) => {
    const role = roleOf(found, folded, all[index - 1]);
    const day =
      "year" in found.date && found.date.year !== undefined
        ? resolveDate(found.date, base ?? `${found.date.year}-06-30`)
        : base && resolveDate(found.date, base);
    return day ? [{ role, day, weekdayOnly: "weekday" in found.date }] : [];
  });
  const pick = (role: ReturnType<typeof roleOf>) => dates.filter((date) => date.role === role);
  const back = pick("return")[0];
  // "Back on Friday", sent on a Friday, is a week away.
  if (back !== undefined) return back.weekdayOnly && back.day === base ? resolveDate({ inDays: 7 }, back.day) : back.day;
  const last = pick("until").at(-1);
  if (last !== undefined) return last.day;
  const bare = pick("bare");
  return bare.length === 1 && dates.length === 1 ? (bare[0]?.day ?? null) : null;
}

function roleOf(found: FoundDate, folded: string, previous: FoundDate | undefined): "return" | "until" | "from" | "bare" {
  const begin = Math.max(previous?.end ?? 0, found.start - 70);
  const before = folded.slice(begin, found.start).split(CLAUSE_BREAK).at(-1) ?? "";
  const after = folded.slice(found.end, found.end + 60).split(CLAUSE_BREAK)[0] ?? "";
  if (found.suffix === "ig") return "until";
  if (UNTIL_BEFORE.test(before)) return "until";
  if (RETURN_BEFORE.test(before) || AGAIN_AFTER.test(after)) return "return";
  if (found.suffix === "tol" || FROM_BEFORE.test(before)) return "from";
  return "bare";
}

/** Words that name a stand-in, in the six languages, folded. */
const ASK = new RegExp(
  anyWord(r`kontakt obrat obrac zastup zastoup pis(?:te|at|ac|zcie) prosim volaj napis spojte
    fordul keres irjon helyettes
    skontakt zglos zglas zwroc zwrac zastep prosz
    wend vertret vertritt kontaktier richten
    contact reach refer direct e-?mail write assist cover call`),
);

function findDelegate(text: string, sender: string | null): string | null {
  for (const match of text.matchAll(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g)) {
    const address = normaliseAddress(match[0]);
    const before = fold(text.slice(Math.max(0, match.index - 200), match.index));
    if (address !== null && address !== sender && ASK.test(before)) return address;
  }
  return NAMED_DELEGATE.exec(text)?.[1] ?? null;
}

/** "zastupuje ma Peter Kováč": a name behind a word that announces one. */
const NAMED_DELEGATE = new RegExp(
  anyOf(
    r`[Zz]astupuje(?: ma| mě| mne)?|[Zz]astúpi ma|[Zz]astoupí mě|koleg(?:a|u|ovi|yňa|yňu|yni|yně)`,
    r`[Zz]astępuje mnie|koleżank[aięą]|kolegą`,
    r`Kolleg(?:e|en|in)`,
    r`kolleg[áa]m(?:hoz|at|,)?`,
    r`colleague,?`,
  ) + r`(?: (?:pan|pani|pán|paní|Herr|Herrn|Frau|Mr\.?|Ms\.?|Mrs\.?|Ing\.|Mgr\.))*,? (\p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,25}){1,2})`,
  "u",
);

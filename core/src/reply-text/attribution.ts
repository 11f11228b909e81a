import { anyOf } from "../patterns.ts";
import { foldedWords } from "../text-folding.ts";

const r = String.raw;

/**
 * The line with which a mail program introduces what it quotes ("Dňa ... napísal(a):", "On ... wrote:"). It may be wrapped over
 * several lines. Judged on at most {@link MAX_LENGTH} characters, so that every pattern below is cheap on hostile text.
 */
const MAX_LINES = 4;
const MAX_LENGTH = 400;

/** "wrote" in the languages of mail programs, folded. `napisal` is Slovak and, without its stroke, Polish. */
const VERB = new RegExp(
  r`(?:^|[^\p{L}])` +
    anyOf(
      r`wrote|writes|napisala?|napsala?|schrieb|schrieben|irta|pisze|pisala?|napisana przez`,
      r`a ecrit|escribio|ha scritto|scrive|schreef|escreveu|skrev|kirjoitti|пишет|пише|писав|написала?|писал`,
    ) +
    r`(?:\(a\)|/a|\(а\))?(?=$|[^\p{L}])`,
  "u",
);
const VERB_AT_END = new RegExp(`${VERB.source}\\s?$`, "u");

/** First words of an attribution, folded: a date follows. */
const OPENING = /^(?:on|dna|dne|am|w dniu|dnia|le|el|il|op|em|den)\s/;

/** Forms that no person types: both genders at once, and Gmail's Hungarian sentence. */
const MACHINE_FORM = /(?:al\(a\)|al\/a)(?=$|[^\p{L}])|ezt irta|keltezessel|napisana przez/u;

const ADDRESS = /<[^<>@]{0,200}@[^<>]{1,200}>|[\w.+-]{1,64}@[\w-]{1,60}\.\w/;
const ADDRESS_AT_END = /(?:@[^<>]{1,200}>|[\w.+-]{1,64}@[\w.-]{3,100})\s{0,2}:$/;
/** Horde names no date: "Quoting Peter <peter@x.sk>:". */
const QUOTING = /^(?:quoting|citat|citace|citujem|zitat von|cytowanie|idezet)\s/;
const TIME = /(?:^|[^\d.])\d{1,2}[:.h]\d\d(?:$|[^\d.])|(?:^|\D)\d{1,2}:\d\d/;
const YEAR = /(?:^|\D)(?:19|20)\d\d(?:\D|$)/;
const DATE_FIRST = /^(?:\d|[\p{L}]{1,12}\.?,?\s\d|[\p{L}]{1,12}\.?,\s)/u;

/**
 * Looks for an attribution that ends in line `end`.
 * @param followedByQuote whether the next line with text is marked with `>`: then little proof is enough, because little is cut
 * @returns index of its first line, or null
 */
export function attributionStart(lines: readonly string[], end: number, followedByQuote: boolean): number | null {
  const lastLine = lines[end] ?? "";
  if (!/\p{L}|[>:]/u.test(lastLine.slice(-12))) return null;
  let joined = foldLine(lastLine);
  if (!joined.endsWith(":") && !VERB_AT_END.test(joined)) return null;
  let found: number | null = null;
  for (let start = end; ;) {
    if (isAttribution(joined, followedByQuote)) {
      found ??= start;
      // "at 10:18, John <john@x> wrote:" is one already, but the line above it ("On Nov 21, 2014,") belongs to it.
      if (OPENING.test(joined)) return start;
    }
    start -= 1;
    const above = lines[start] ?? "";
    if (start <= end - MAX_LINES || /^\s*(?:>|$)/.test(above) || above.length + joined.length > MAX_LENGTH) return found;
    joined = `${foldLine(above)} ${joined}`;
  }
}

/** Folded, without the bold marks that a conversion from HTML leaves, blanks collapsed. */
function foldLine(line: string): string {
  return line.length > MAX_LENGTH ? "" : foldedWords(line.replace(/^[\s*_]+|[\s*_]+$/g, ""));
}

function isAttribution(text: string, followedByQuote: boolean): boolean {
  if (!/[\d@]/.test(text)) return false;
  const opening = OPENING.test(text);
  const address = ADDRESS.test(text);
  if (QUOTING.test(text) && ADDRESS_AT_END.test(text)) return true;
  const time = TIME.test(text);
  const dated = time || YEAR.test(text);
  if (!VERB.test(text)) return DATE_FIRST.test(text) && ADDRESS_AT_END.test(text) && time && dated;
  if (!text.endsWith(":")) return opening && address && dated;
  if (followedByQuote) return (opening && /\d/.test(text)) || address || dated;
  const machine = MACHINE_FORM.test(text);
  // A person writes "Dňa 5. 11. 2026 nám kolega napísal:", too: without a time, an address or a machine's form that is content.
  return (opening && /\d/.test(text) && (address || time || machine)) || ((address || machine) && dated);
}

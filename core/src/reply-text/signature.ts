import { anyOf, anyWord } from "../patterns.ts";
import { fold } from "../text-folding.ts";

const r = String.raw;

/** Longest signature below `-- ` that is believed, in lines with text. What is longer is content behind a dash. */
const MAX_SIGNATURE = 25;

/**
 * Where the signature of a stretch of new text begins; `lines.length` when there is none.
 * @param quoted whether something quoted was left out: then a phone's line with nothing above it is a signature, too
 */
export function signatureStart(lines: readonly string[], quoted: boolean): number {
  const end = delimitedStart(lines, quoted);
  const isText = (index: number) => (lines[index] ?? "").trim() !== "";
  const last = lines.findLastIndex((_line, index) => index < end && isText(index));
  const isName =
    last > 0 && !isText(last - 1) && isDashedName(lines[last] ?? "") && lines.slice(0, last).some((line) => line.trim() !== "");
  return isName ? last : end;
}

/** Everything below a line that programs write. One pass. */
function delimitedStart(lines: readonly string[], quoted: boolean): number {
  let below = lines.filter((line) => line.trim() !== "").length;
  let above = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    below -= 1;
    if (below <= MAX_SIGNATURE && (isDelimiter(line) || isListFooter(lines, index))) return index;
    if ((above > 0 || (quoted && below === 0)) && line.length <= 200 && isProgramsOwn(line)) return index;
    above += 1;
  }
  return lines.length;
}

/** RFC 3676 section 4.3 (`-- `); programs and people lose the blank. */
export function isDelimiter(line: string): boolean {
  return /^\s?--\s*$/.test(line);
}

/** The foot of a mailing list: underscores, then an address or link within three lines. */
function isListFooter(lines: readonly string[], index: number): boolean {
  return (
    /^_{2,80}\s*$/.test(lines[index] ?? "") &&
    lines.slice(index + 1, index + 5).some((line) => /\S@\S|https?:\/\//.test(line.slice(0, 500)))
  );
}

/** `-Jana`, the last paragraph. */
function isDashedName(line: string): boolean {
  return /^[-–—]\p{Lu}[\p{L}.'-]{1,30}(?: \p{L}[\p{L}.'-]{0,30}){0,3}\s*$/u.test(line);
}

/** "Sent from my iPhone", as programs write it, folded. */
const SENT_FROM = new RegExp(
  `^${anyOf(
    r`sent (?:from|via|with|using)`,
    r`odoslane (?:z|zo|cez|pomocou|prostrednictvom)|poslane (?:z|zo)`,
    r`odeslano (?:z|ze|pomoci|prostrednictvim)`,
    r`gesendet (?:von|mit|aus|uber)`,
    r`(?:el)?kuldve az?`,
    r`wyslan[oe] (?:z|ze|za pomoca)`,
    r`envoye (?:de|depuis|a partir de)|inviato da|enviado (?:desde|do)`,
    r`verzonden (?:met|vanaf|vanuit)|verstuurd vanaf|skickat fran|sendt fra|отправлено (?:с|из)`,
  )} `,
);
const SENT_AT_END = /^(?:(?:diese (?:nachricht|e-mail) wurde )?von meinem? .{2,40} gesendet|.{2,40} (?:kuldve|elkuldve))$/;
const GET_OUTLOOK = new RegExp(
  `^${anyWord(r`get download ziskat ziskajte stiahnut stiahnite\ssi ziskejte stahnout holen\ssie\ssich laden\ssie pobierz`)}` +
    r`\b.{0,40}outlook|^(?:az )?outlook (?:.{2,30} )?letoltese(?: .{2,20})?$`,
);
const PROGRAM = new RegExp(
  r`\b` +
    anyWord(r`iphon\w* ipad\w* ios android\w* samsung\w* galaxy huawei xiaomi blackberry outlook\w* mail\w* e-mail\w* post\w{1,2} mobil\w* telefon\w*
      phone tablet\w* handy smartphone\w* smartfon\w* windows yahoo proton gmail device zariaden\w* zarizen\w* aplikac\w* app`) +
    r`\b`,
);

/** True for the line that a phone or program adds. A sentence about sending is none: it goes on after the device, or ends like a sentence. */
function isProgramsOwn(line: string): boolean {
  const words = fold(line.replace(/<[^<>]{0,200}>|\[[^[\]]{0,200}\]|\(https?:[^()]{0,200}\)/g, " ").replace(/[*_]/g, " "))
    .replace(/\s+/g, " ")
    .trim();
  if (words.length > 80 || words.split(" ").length > 12 || /[,!?:]/.test(words)) return false;
  if (GET_OUTLOOK.test(words)) return true;
  const plain = words.replace(/\.$/, "");
  if (SENT_AT_END.test(plain)) return PROGRAM.test(plain);
  if (/^sent from my [\w+-]+(?: [\w+-]+){0,3}$/.test(words)) return true;
  return SENT_FROM.test(plain) && PROGRAM.test(plain) && plain.split(" ").length <= 8;
}

import { normaliseAddress } from "../addresses.ts";
import { clip } from "../safe-text.ts";
import { fold } from "../text-folding.ts";
import { findReplyCode, findStatus } from "./status.ts";

/** Reports stand at the top; what is behind that many characters is the mail they return. */
export const MAX_REPORT = 60_000;
const MAX_DIAGNOSTIC = 500;

/** Where the text of a report ends and the returned mail begins. */
const RETURNED_MAIL =
  /^.{0,40}\b(?:copy of (?:the|your|this) (?:original )?(?:message|mail|e-?mail)|below this line is a copy|original message(?: headers?)? ?(?:follows?|is following|below)?[-\s:.]*$|message headers? follows?|unsent message follows|returned message|header of the original|undelivered message follows|original mail\b)/i;
const RETURNED_HEADER =
  /^(?:Received: ?(?:from|by|\(|\w+-mta )|Return-Path: ?<|Received:from |content-type: ?(?:message\/rfc822|text\/rfc822-headers))/i;

/** Splits the text of a bounce into what the mail system says and the mail that it returns. */
export function splitReport(text: string): { report: string[]; returned: string[] } {
  const lines = text.slice(0, MAX_REPORT).split(/\r\n|\n|\r/);
  const end = lines.findIndex((line, index) => (index > 0 && line.length < 120 && RETURNED_MAIL.test(line)) || RETURNED_HEADER.test(line));
  return end < 0 ? { report: lines, returned: [] } : { report: lines.slice(0, end), returned: lines.slice(end) };
}

const ADDRESS = String.raw`[^\s<>()"'\[\],;:@]{1,100}@[^\s<>()"'\[\],;:@]{3,200}`;

/** The ways in which mail systems name the recipient, the surest first. */
const NAMED: readonly { pattern: RegExp; vague: boolean }[] = [
  // The line begins with it: `<jana@x.sk>:`, `* jana@x.sk`, `"jana@x.sk": ...`, `>>> jana@x.sk <...>`.
  {
    pattern: new RegExp(
      String.raw`^\s{0,20}(?:[*>•-]{1,3}\s{1,3}|Recipient(?: address)?:\s{0,10})?["'<]{0,2}(?:mailto:)?(${ADDRESS})`,
      "i",
    ),
    vague: false,
  },
  { pattern: new RegExp(String.raw`RCPT TO:\s?<?(${ADDRESS})`, "i"), vague: false },
  { pattern: new RegExp(String.raw`"emailAddress"\s?:\s?"(${ADDRESS})"`), vague: false },
  { pattern: new RegExp(String.raw`\b[45]\d\d\b.{0,80}?<(${ADDRESS})>`), vague: true },
  {
    pattern: new RegExp(
      String.raw`(?:^|[^\w-])(?:deliver\w*|mail|messages?|sent|addressed|recipients?|address(?:es)?|user|account|mailbox|errors?|gateway|group|for|to|of|adres\w*)(?:\(e?s\))?\s{0,3}:?\s{1,3}["'<(]{0,2}(${ADDRESS})`,
      "i",
    ),
    vague: true,
  },
  { pattern: new RegExp(`(${ADDRESS})`), vague: true },
];

/**
 * The recipient that a report in free words names, by the surest of the ways in which mail systems write it.
 * @param sender address of the report itself, never believed
 * @param own addresses that the report came to, not believed where the text is vague: some reports greet their reader
 */
export function findRecipient(report: readonly string[], sender: string | null, own: ReadonlySet<string>): string | null {
  const lines = report.filter((line) => line.includes("@")).map((line) => line.slice(0, 1000));
  for (const { pattern, vague } of NAMED) {
    for (const line of lines) {
      const [, found] = pattern.exec(line) ?? [];
      const address = found === undefined ? null : normaliseAddress(found.replace(/[.>?!]+$/, ""));
      if (address !== null && address.includes(".") && address !== sender && !(vague && own.has(address))) return address;
    }
  }
  return null;
}

/** Status, reply code and the words that go with them. */
export interface TextVerdict {
  status: string | null;
  replyCode: number | null;
  diagnostic: string | null;
}

/** How far below a recipient's name its reason is looked for, in lines. */
const REASON_LINES = 40;

/**
 * Reader of what a report says went wrong. Asked with a recipient, it looks from the line on that names it, then anywhere.
 * The answer for the whole report is found once: a hostile report names thousands.
 */
export function verdictReader(report: readonly string[]): (recipient: string | null) => TextVerdict {
  const lowered = report.map((line) => line.toLowerCase());
  let whole: TextVerdict | null | undefined;
  return (recipient) => {
    const named = recipient === null ? -1 : lowered.findIndex((line) => line.includes(recipient));
    const near = named < 0 ? null : codedVerdict(report.slice(named, named + REASON_LINES), recipient);
    if (near !== null) return near;
    whole ??= codedVerdict(report, recipient);
    if (whole !== null) return whole;
    const below = report.slice(Math.max(0, named), Math.max(0, named) + REASON_LINES);
    const said = Math.max(0, below.findIndex(saysFailure));
    return { status: null, replyCode: null, diagnostic: paragraphAt(below, said, recipient) ?? paragraphAt(report, 0, recipient) };
  };
}

function codedVerdict(lines: readonly string[], recipient: string | null): TextVerdict | null {
  const withStatus = lines.findIndex((line) => findStatus(line) !== null);
  const coded = withStatus >= 0 ? withStatus : lines.findIndex((line) => findReplyCode(withoutHosts(line)) !== null);
  if (coded < 0) return null;
  const text = lines.join("\n");
  return { status: findStatus(text), replyCode: findReplyCode(withoutHosts(text)), diagnostic: paragraphAt(lines, coded, recipient) };
}

/** Ports, sizes and ids look like reply codes; an IP address or a time does, too. */
function withoutHosts(text: string): string {
  return text.replace(/\[[^\]\n]{0,80}\]|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b\d{1,2}:\d\d(?::\d\d)?\b/g, " ");
}

/** The paragraph from that line on, as one line; a paragraph that ends with a colon goes on with the next. */
function paragraphAt(lines: readonly string[], index: number, recipient: string | null): string | null {
  const said: string[] = [];
  for (const line of lines.slice(index, index + 20)) {
    const words = line.trim().replace(/^[-=*\s]+$/, "");
    if (words === "" || (said.length === 0 && isOnly(words, recipient))) {
      if (said.length > 0 && !said.at(-1)?.endsWith(":")) break;
    } else if (said.length < 6) said.push(words);
  }
  const text = said.join(" ").replace(/\s+/g, " ");
  return text === "" ? null : clip(text.toWellFormed(), MAX_DIAGNOSTIC);
}

function isOnly(line: string, recipient: string | null): boolean {
  return (
    recipient !== null &&
    line
      .toLowerCase()
      .replace(recipient, "")
      .replace(/[<>":*\s]/g, "") === ""
  );
}

/** What the text of a bounce says, folded. */
const FAILURE =
  /could ?n[o']t be delivered|could not (?:be )?deliver|(?:un|not |n't )able to deliver|delivery to the following|delivery failed|delevery to|delivery (?:attempt|error)|undeliverable|did not reach|not delivered|permanent(?:ly)? (?:fatal |delivery )?(?:error|failure|failed)|address(?:es)? (?:had|failed|could)|(?:user|domain|host|recipient) (?:unknown|not found)|unknown (?:user|recipient|host)|no such (?:user|mailbox|recipient)|mail(?:box|folder) (?:is )?(?:full|unavailable|disabled|not found)|account (?:is )?(?:disabled|locked)|mailbox exceeds|invalid (?:user )?address|(?:not listed|not recognized|does not exist)|trouble delivering|rejected your message|returned (?:to sender|permanent)|transcript of session|failure reasons|may not exist, or you may not have permission|\b[45]\d\d[ -]#?[45]\.[0-7]\.\d|\b5[0-5]\d [a-z<]|nepodarilo (?:sa )?dorucit|nebolo mozne dorucit|sa nepodarilo odoslat|nelze dorucit|konnte nicht (?:\w+ )?(?:zugestellt|ubermittelt)|nem sikerult kezbesiteni|nem (?:volt )?kezbesitheto|nie (?:mozna|udalo sie) dostarczyc|nie zostala dostarczona|не может быть доставлено/;

/** Whether a text says that a mail was not delivered. */
export function saysFailure(text: string): boolean {
  return FAILURE.test(fold(text.slice(0, 20_000)));
}

/** Words of a mail system that goes on trying. */
const TEMPORARY =
  /\b(?:still being retried|will (?:be retried|continue|keep|retry)|not yet been delivered|delayed|warning|temporar\w*|deferred|delivery incomplete|delay\)|keep trying)\b/i;

/** Whether the words say that delivery is only late. */
export function soundsTemporary(text: string): boolean {
  return TEMPORARY.test(text.slice(0, MAX_REPORT));
}

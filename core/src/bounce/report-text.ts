import { normaliseAddress } from "../addresses.ts";
import { clip } from "../safe-text.ts";
import { anyOf, anyWord } from "../patterns.ts";
import { fold } from "../text-folding.ts";
import { findReplyCode, findStatus } from "./status.ts";

const r = String.raw;

/** Reports stand at the top; what is behind that many characters is the mail they return. */
export const MAX_REPORT = 60_000;
const MAX_DIAGNOSTIC = 500;

/** Where the text of a report ends and the returned mail begins. */
const RETURNED_MAIL = new RegExp(
  r`^.{0,40}\b` +
    anyOf(
      r`copy of (?:the|your|this) (?:original )?(?:message|mail|e-?mail)`,
      r`below this line is a copy`,
      r`original message(?: headers?)? ?(?:follows?|is following|below)?[-\s:.]*$`,
      r`message headers? follows?`,
      r`(?:unsent|undelivered) message follows`,
      r`returned message`,
      r`header of the original`,
      r`original mail\b`,
    ),
  "i",
);
const RETURNED_HEADER = new RegExp(
  `^${anyOf(r`Received: ?(?:from|by|\(|\w+-mta )`, r`Return-Path: ?<`, r`content-type: ?(?:message/rfc822|text/rfc822-headers)`)}`,
  "i",
);

/** Splits the text of a bounce into what the mail system says and the mail that it returns. */
export function splitReport(text: string): { report: string[]; returned: string[] } {
  const lines = text.slice(0, MAX_REPORT).split(/\r\n|\n|\r/);
  const end = lines.findIndex((line, index) => (index > 0 && line.length < 120 && RETURNED_MAIL.test(line)) || RETURNED_HEADER.test(line));
  return end < 0 ? { report: lines, returned: [] } : { report: lines.slice(0, end), returned: lines.slice(end) };
}

const ADDRESS = r`[^\s<>()"'\[\],;:@]{1,100}@[^\s<>()"'\[\],;:@]{3,200}`;

/** Words after which reports name the recipient. */
const BEFORE_ADDRESS = anyWord(
  r`deliver\w* mail messages? sent addressed recipients? address(?:es)? user account mailbox errors? gateway group for to of adres\w*`,
);

const RECIPIENT_LABEL = r`Recipient(?: address)?:\s{0,10}`;

/** The ways in which mail systems name the recipient, the surest first. */
const NAMED: readonly { pattern: RegExp; vague: boolean }[] = [
  // The line begins with it: `<jana@x.sk>:`, `* jana@x.sk`, `"jana@x.sk": ...`, `>>> jana@x.sk <...>`.
  { pattern: new RegExp(r`^\s{0,20}(?:[*>•-]{1,3}\s{1,3}|${RECIPIENT_LABEL})?["'<]{0,2}(?:mailto:)?(${ADDRESS})`, "i"), vague: false },
  { pattern: new RegExp(r`RCPT TO:\s?<?(${ADDRESS})`, "i"), vague: false },
  { pattern: new RegExp(r`"emailAddress"\s?:\s?"(${ADDRESS})"`), vague: false },
  { pattern: new RegExp(r`\b[45]\d\d\b.{0,80}?<(${ADDRESS})>`), vague: true },
  { pattern: new RegExp(r`(?:^|[^\w-])${BEFORE_ADDRESS}(?:\(e?s\))?\s{0,3}:?\s{1,3}["'<(]{0,2}(${ADDRESS})`, "i"), vague: true },
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
const FAILURE = new RegExp(
  anyOf(
    r`could ?n[o']t be delivered|could not (?:be )?deliver|(?:un|not |n't )able to deliver|did not reach|not delivered|undeliverable`,
    r`delivery (?:to the following|failed|attempt|error)|delevery to|trouble delivering|rejected your message`,
    r`permanent(?:ly)? (?:fatal |delivery )?(?:error|failure|failed)|returned (?:to sender|permanent)`,
    r`address(?:es)? (?:had|failed|could)|invalid (?:user )?address|not listed|not recognized|does not exist`,
    r`(?:user|domain|host|recipient) (?:unknown|not found)|unknown (?:user|recipient|host)|no such (?:user|mailbox|recipient)`,
    r`mail(?:box|folder) (?:is )?(?:full|unavailable|disabled|not found)|mailbox exceeds|account (?:is )?(?:disabled|locked)`,
    r`transcript of session|failure reasons|may not exist, or you may not have permission`,
    r`\b[45]\d\d[ -]#?[45]\.[0-7]\.\d|\b5[0-5]\d [a-z<]`,
    r`nepodarilo (?:sa )?dorucit|nebolo mozne dorucit|sa nepodarilo odoslat|nelze dorucit`,
    r`konnte nicht (?:\w+ )?(?:zugestellt|ubermittelt)`,
    r`nem sikerult kezbesiteni|nem (?:volt )?kezbesitheto`,
    r`nie (?:mozna|udalo sie) dostarczyc|nie zostala dostarczona`,
    r`не может быть доставлено`,
  ),
);

/** Whether a text says that a mail was not delivered. */
export function saysFailure(text: string): boolean {
  return FAILURE.test(fold(text.slice(0, 20_000)));
}

/** Words of a mail system that goes on trying. */
const TEMPORARY = new RegExp(
  r`\b` +
    anyOf(
      r`still being retried|will (?:be retried|continue|keep|retry)|keep trying`,
      r`not yet been delivered|delivery incomplete|delayed|delay\)|warning|temporar\w*|deferred`,
    ),
  "i",
);

/** Whether the words say that delivery is only late. */
export function soundsTemporary(text: string): boolean {
  return TEMPORARY.test(text.slice(0, MAX_REPORT));
}

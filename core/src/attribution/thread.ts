import { foldedWords, normaliseSubject, parseSubject } from "../text-folding.ts";
import { WordIndex } from "./deal-words.ts";
import type { ThreadDoubt } from "./evidence.ts";

/** The recorded mail that an arriving one answers. */
export interface AttributionParent {
  id: string;
  /** ISO 8601. */
  at: string;
  /** Null when it was not kept. */
  subject: string | null;
  /** Normalised addresses of everybody who took part in it. */
  addresses: readonly string[];
  /** The deals it belongs to by now, and those it may belong to, each with its chance. */
  deals: readonly { id: string; chosen: boolean; decidedBy: "rule" | "person"; chance: number }[];
}

/** Days of silence after which an answer in a thread is as likely about something new. */
export const LONG_SILENCE_DAYS = 60;
const DAY_MS = 86_400_000;

/** What speaks against an answer being about the matter of its parent, as far as the mail itself says so. */
export function threadDoubts(
  mail: { at: string; subject: string; outsideAddresses: readonly string[] },
  parent: Pick<AttributionParent, "at" | "subject" | "addresses">,
): ThreadDoubt[] {
  const doubts: ThreadDoubt[] = [];
  const { subject, prefix } = parseSubject(mail.subject);
  if (prefix === "forward") doubts.push("forwarded");
  if (parent.subject !== null && subject !== "" && isOtherSubject(subject, normaliseSubject(parent.subject))) doubts.push("new-subject");
  const known = new Set(parent.addresses);
  if (mail.outsideAddresses.length > 0 && !mail.outsideAddresses.some((address) => known.has(address))) doubts.push("new-people");
  if (Date.parse(mail.at) - Date.parse(parent.at) > LONG_SILENCE_DAYS * DAY_MS) doubts.push("long-silence");
  return doubts;
}

/** The mail's subject as far as it is its own word: what an answer repeats from its parent says nothing new. */
export function ownSubject(subject: string, parent: Pick<AttributionParent, "subject"> | undefined): string {
  if (!parent?.subject) return subject;
  return foldedWords(normaliseSubject(subject)) === foldedWords(normaliseSubject(parent.subject)) ? "" : subject;
}

/** No word in common: who only adds to a subject ("... - doplnenie") stays with it. */
function isOtherSubject(subject: string, before: string): boolean {
  const [a, b] = [foldedWords(subject), foldedWords(before)];
  if (a === b || b === "" || a.includes(b) || b.includes(a)) return false;
  const words = a.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const index = new WordIndex(b);
  return words.length > 0 && !words.some((word) => index.has(word));
}

/** Whether doubts are enough to break the inheritance: one that names another matter, or two of circumstance. */
export function breaksThread(doubts: readonly ThreadDoubt[]): boolean {
  const naming = doubts.some((doubt) => doubt === "new-subject" || doubt === "other-number" || doubt === "other-name");
  return naming || doubts.length >= 2 || doubts.includes("long-silence") || doubts.includes("deal-closed");
}

/**
 * Whether a mail only uses an old one as a form: other people outside and another subject. Then not even the customer is inherited
 * (rule book: a reply keeps the links of its parent).
 */
export function isReusedThread(
  mail: { at: string; subject: string; outsideAddresses: readonly string[] },
  parent: Pick<AttributionParent, "at" | "subject" | "addresses">,
): boolean {
  const doubts = threadDoubts(mail, parent);
  return doubts.includes("new-people") && doubts.includes("new-subject");
}

/**
 * Whether a mail that was left undecided follows one of its thread that has been decided since: the same matter, as far as both say.
 * (Rule book: a thread may still be linked afterwards.)
 */
export function followsThread(
  undecided: { at: string; subject: string; outsideAddresses: readonly string[] },
  decided: { at: string; subject: string; addresses: readonly string[] },
): boolean {
  const [earlier, later] = undecided.at <= decided.at ? [undecided.at, decided.at] : [decided.at, undecided.at];
  return !breaksThread(threadDoubts({ ...undecided, at: later }, { ...decided, at: earlier }));
}

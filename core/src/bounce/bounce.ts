import { normaliseAddress } from "../addresses.ts";
import { normaliseMessageId, parseMessageIds } from "../identities.ts";
import { header, type MailFacts } from "../mail-facts.ts";
import { parseDeliveryStatus, type DeliveryStatus } from "./delivery-status.ts";
import { findRecipient, findVerdict, soundsTemporary, splitReport } from "./report-text.ts";
import { bounceReason, isSuccess } from "./recognise.ts";
import { findReplyCode, findStatus, leadingStatus, moreExact } from "./status.ts";

/** One recipient whom a mail did not reach, or not yet. What the report does not say is null, never guessed. */
export interface FailedRecipient {
  /** The address that refused, normalised. */
  recipient: string | null;
  /** The address that was written to, where it is another one (alias, forwarding). */
  originalRecipient?: string;
  /** Enhanced status code (RFC 3463), e.g. `5.1.1`. */
  status: string | null;
  /** False: late, or may work later. */
  permanent: boolean;
  /** What the mail system said, at most 500 characters. */
  diagnostic: string | null;
}

/** A bounce: its first failed recipient, the others, and which mail it is about. */
export interface Bounce extends FailedRecipient {
  others: FailedRecipient[];
  /** Message-ID of the mail that came back, normalised. */
  originalMessageId: string | null;
}

/** What {@link readBounce} found: a bounce, or a report that everything arrived. */
export type BounceReading = { bounce: Bounce; reason: string } | { delivered: true; reason: string };

/** More failed recipients of one mail are not listed: it went to a mailing list, or the report is hostile. */
const MAX_RECIPIENTS = 50;

/** Reads a delivery report in the standard form (RFC 3464) or in the words of mail systems; null when the mail is none. */
export function readBounce(facts: MailFacts): BounceReading | null {
  const reason = bounceReason(facts);
  if (reason === null) return null;
  const { report, returned } = splitReport(facts.text);
  const groups = deliveryGroups(facts, report, returned);
  if (isSuccess(groups.map(({ action }) => action))) return { delivered: true, reason: "Action: delivered" };
  const failed = groups.filter(({ action }) => !isSuccess([action])).slice(0, MAX_RECIPIENTS);
  const recipients = failed.length > 0 ? failed.map((group) => fromGroup(group, facts, report)) : [fromText(facts, report, returned)];
  const [first, ...others] = dropEmpty(recipients, facts, report, returned);
  return { bounce: { ...first, others, originalMessageId: originalMessageId(facts, returned) }, reason };
}

function deliveryGroups(facts: MailFacts, report: readonly string[], returned: readonly string[]): DeliveryStatus[] {
  const parts = (facts.reports ?? []).filter(({ contentType }) => /delivery-status/i.test(contentType));
  const groups = parts.flatMap(({ text }) => parseDeliveryStatus(text.slice(0, 60_000)));
  if (groups.length > 0) return groups;
  // Some systems write the same fields into the text, or into a part of no known type.
  const inText = parseDeliveryStatus(report.join("\n"));
  const found = inText.length > 0 ? inText : parseDeliveryStatus(returned.join("\n"));
  return found.filter(({ finalRecipient, originalRecipient }) => finalRecipient !== null || originalRecipient !== null);
}

function fromGroup(group: DeliveryStatus, facts: MailFacts, report: readonly string[]): FailedRecipient {
  const recipient = group.finalRecipient ?? group.originalRecipient;
  const isVague = group.diagnostic === null || !/\.[1-9]\d{0,2}$/.test(findStatus(group.status ?? "") ?? "");
  const verdict = isVague ? findVerdict(report, recipient) : { status: null, diagnostic: null };
  const said = group.diagnostic ?? verdict.diagnostic;
  // The reporting system sums up ("5.1.1") what the refusing one has said ("550 5.7.1 blacklisted"): the latter knows.
  const field = findStatus(group.status ?? "");
  const refusal = group.diagnostic ?? "";
  const stated = [field, findStatus(refusal)].reduce(moreExact, leadingStatus(refusal) ?? field);
  const status = moreExact(stated, verdict.status);
  const { originalRecipient } = group;
  return {
    recipient,
    ...(originalRecipient !== null && originalRecipient !== recipient && { originalRecipient }),
    status,
    permanent: group.action !== "delayed" && isPermanent(status, findReplyCode(said ?? ""), facts.subject, report),
    diagnostic: said?.slice(0, 500).toWellFormed() ?? null,
  };
}

function fromText(facts: MailFacts, report: readonly string[], returned: readonly string[]): FailedRecipient {
  const recipient =
    failedRecipientsHeader(facts) ??
    findRecipient(report, normaliseAddress(facts.from?.address ?? ""), ownAddresses(facts)) ??
    originalTo(facts, returned);
  const { status, replyCode, diagnostic } = findVerdict(report, recipient);
  return { recipient, status, permanent: isPermanent(status, replyCode, facts.subject, report), diagnostic };
}

/** Groups without a recipient are completed from the text; the first one stays in any case. */
function dropEmpty(
  recipients: FailedRecipient[],
  facts: MailFacts,
  report: readonly string[],
  returned: readonly string[],
): [FailedRecipient, ...FailedRecipient[]] {
  const [first, ...rest] = recipients.filter(({ recipient }) => recipient !== null);
  if (first !== undefined) return [first, ...rest];
  const inText = fromText(facts, report, returned);
  const [known] = recipients;
  return [{ ...inText, ...(known !== undefined && { ...known, recipient: inText.recipient }) }];
}

function isPermanent(status: string | null, replyCode: number | null, subject: string, report: readonly string[]): boolean {
  if (status !== null) return status.startsWith("5");
  if (replyCode !== null) return replyCode >= 500;
  return !soundsTemporary(`${subject}\n${report.join("\n")}`);
}

function failedRecipientsHeader(facts: MailFacts): string | null {
  const value = header(facts, "x-failed-recipients") ?? header(facts, "x-bounced-address");
  return value === null ? null : normaliseAddress(value.split(",")[0]?.replace(/[<>]/g, "") ?? "");
}

/** To whom the report came. */
function ownAddresses(facts: MailFacts): Set<string> {
  const to = ["to", "delivered-to"].flatMap((name) => facts.headers.get(name) ?? []);
  const found = to.flatMap((value) => value.match(/[^\s<>,;:"]{1,100}@[^\s<>,;:"]{1,200}/g) ?? []);
  return new Set(found.map(normaliseAddress).filter((address) => address !== null));
}

/** Last resort: to whom the returned mail was written. Only if that is one address. */
function originalTo(facts: MailFacts, returned: readonly string[]): string | null {
  for (const block of [...(facts.enclosedHeaders ?? []), returned.join("\n")]) {
    const [, value] = /^To:[ \t]*((?:.|\r?\n[ \t])*)$/im.exec(block.slice(0, 60_000)) ?? [];
    const found = value?.match(/[^\s<>,;:"']{1,100}@[^\s<>,;:"']{1,200}/g) ?? [];
    const [address] = found;
    if (found.length === 1 && address !== undefined) return normaliseAddress(address);
  }
  return null;
}

function originalMessageId(facts: MailFacts, returned: readonly string[]): string | null {
  for (const block of [...(facts.enclosedHeaders ?? []), returned.join("\n")]) {
    const [, value] = /^Message-ID:\s{0,10}(<[^<>\n]{1,995}>)/im.exec(block.slice(0, 60_000)) ?? [];
    if (value !== undefined) return normaliseMessageId(value);
  }
  return parseMessageIds(header(facts, "in-reply-to") ?? header(facts, "references")).at(-1) ?? null;
}

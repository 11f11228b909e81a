import { normaliseAddress } from "../addresses.ts";
import { normaliseMessageId, parseMessageIds } from "../identities.ts";
import { header, type MailFacts } from "../mail-facts.ts";
import { clip } from "../safe-text.ts";
import { parseDeliveryStatus, type DeliveryStatus } from "./delivery-status.ts";
import { findRecipient, MAX_REPORT, soundsTemporary, splitReport, verdictReader } from "./report-text.ts";
import { bounceReason, isSuccess } from "./recognise.ts";
import { findReplyCode, findStatus, isVague, leadingStatus, moreExact } from "./status.ts";

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

/** A report taken apart: what the mail system says, the mail that it returns, and a reader of the reasons in it. */
interface Report {
  facts: MailFacts;
  said: string[];
  returned: string[];
  verdictFor: ReturnType<typeof verdictReader>;
}

/** Reads a delivery report in the standard form (RFC 3464) or in the words of mail systems; null when the mail is none. */
export function readBounce(facts: MailFacts): BounceReading | null {
  const reason = bounceReason(facts);
  if (reason === null) return null;
  const { report: said, returned } = splitReport(facts.text);
  const report: Report = { facts, said, returned, verdictFor: verdictReader(said) };
  const groups = deliveryGroups(report);
  if (isSuccess(groups.map(({ action }) => action))) return { delivered: true, reason: "Action: delivered" };
  const failed = groups.filter(({ action }) => !isSuccess([action])).slice(0, MAX_RECIPIENTS);
  const [first, ...others] = failed.map((group) => fromGroup(group, report)).filter(({ recipient }) => recipient !== null);
  return { bounce: { ...(first ?? fromText(report, failed[0])), others, originalMessageId: originalMessageId(report) }, reason };
}

function deliveryGroups({ facts, said, returned }: Report): DeliveryStatus[] {
  const parts = (facts.reports ?? []).filter(({ contentType }) => /delivery-status/i.test(contentType));
  const groups = parts.flatMap(({ text }) => parseDeliveryStatus(text.slice(0, MAX_REPORT)));
  if (groups.length > 0) return groups;
  // Some systems write the same fields into the text, or into a part of no known type.
  const inText = parseDeliveryStatus(said.join("\n"));
  const found = inText.length > 0 ? inText : parseDeliveryStatus(returned.join("\n"));
  return found.filter(({ finalRecipient, originalRecipient }) => finalRecipient !== null || originalRecipient !== null);
}

function fromGroup(group: DeliveryStatus, report: Report): FailedRecipient {
  const { originalRecipient, finalRecipient, diagnostic: refusal } = group;
  const recipient = finalRecipient ?? originalRecipient;
  const field = findStatus(group.status ?? "");
  // The reporting system sums up ("5.1.1") what the refusing one has said ("550 5.7.1 blacklisted"): the latter knows.
  const stated = [field, findStatus(refusal ?? "")].reduce(moreExact, leadingStatus(refusal ?? "") ?? field);
  const words = refusal === null || isVague(stated) ? report.verdictFor(recipient) : null;
  const status = moreExact(stated, words?.status ?? null);
  const diagnostic = refusal ?? words?.diagnostic ?? null;
  return {
    recipient,
    ...(originalRecipient !== null && originalRecipient !== recipient && { originalRecipient }),
    status,
    permanent: group.action !== "delayed" && isPermanent(status, findReplyCode(diagnostic ?? ""), report),
    diagnostic: diagnostic === null ? null : clip(diagnostic.toWellFormed(), 500),
  };
}

/** From words only; `known` are fields that name no recipient. */
function fromText(report: Report, known?: DeliveryStatus): FailedRecipient {
  const { facts, said } = report;
  const sender = normaliseAddress(facts.from?.address ?? "");
  const recipient = failedRecipientsHeader(facts) ?? findRecipient(said, sender, ownAddresses(facts)) ?? originalTo(report);
  if (known !== undefined) return { ...fromGroup(known, report), recipient };
  const { status, replyCode, diagnostic } = report.verdictFor(recipient);
  return { recipient, status, permanent: isPermanent(status, replyCode, report), diagnostic };
}

function isPermanent(status: string | null, replyCode: number | null, { facts, said }: Report): boolean {
  if (status !== null) return status.startsWith("5");
  if (replyCode !== null) return replyCode >= 500;
  return !soundsTemporary(`${facts.subject}\n${said.join("\n")}`);
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
function originalTo({ facts, returned }: Report): string | null {
  for (const block of [...(facts.enclosedHeaders ?? []), returned.join("\n")]) {
    const [, value] = /^To:[ \t]*((?:.|\r?\n[ \t])*)$/im.exec(block.slice(0, MAX_REPORT)) ?? [];
    const found = value?.match(/[^\s<>,;:"']{1,100}@[^\s<>,;:"']{1,200}/g) ?? [];
    const [address] = found;
    if (found.length === 1 && address !== undefined) return normaliseAddress(address);
  }
  return null;
}

function originalMessageId({ facts, returned }: Report): string | null {
  for (const block of [...(facts.enclosedHeaders ?? []), returned.join("\n")]) {
    const [, value] = /^Message-ID:\s{0,10}(<[^<>\n]{1,995}>)/im.exec(block.slice(0, MAX_REPORT)) ?? [];
    if (value !== undefined) return normaliseMessageId(value);
  }
  return parseMessageIds(header(facts, "in-reply-to") ?? header(facts, "references")).at(-1) ?? null;
}

import { normaliseAddress } from "@kronika/core/addresses.ts";
import type { Email } from "@kronika/core/interactions/email.ts";
import { secondsBetween, toUtcInstant } from "@kronika/core/instants.ts";
import { cleanText } from "@kronika/core/safe-text.ts";
import type { ParsedAddress, ParsedAttachment, ParsedMessage } from "./message.ts";

/** What the mailbox knows of a message beside its bytes. */
export interface MailReceipt {
  /** When the provider received it, ISO instant. */
  receivedAt: string;
  providerThreadId?: string | undefined;
}

/** A sender's clock may be this wrong before we believe the provider's instead. */
const CLOCK_TOLERANCE_SECONDS = 24 * 3600;

/** A message as the interaction that it is. Pure; whatever the message holds, the result passes `emailSchema`. */
export function toEmail(message: ParsedMessage, receipt: MailReceipt): Email {
  return {
    kind: "email",
    occurredAt: sentAt(message.date, receipt.receivedAt),
    messageId: message.messageId,
    inReplyTo: message.inReplyTo,
    references: longThread(message.references),
    ...(receipt.providerThreadId !== undefined && { providerThreadId: cleanText(receipt.providerThreadId, 500) }),
    subject: cleanText(message.subject ?? "", 2_000),
    from: toPeople([message.from ?? {}])[0] ?? null,
    to: toPeople(message.to).slice(0, 2_000),
    cc: toPeople(message.cc).slice(0, 2_000),
    bcc: toPeople(message.bcc).slice(0, 2_000),
    replyTo: toPeople(message.replyTo).slice(0, 100),
    text: shortened(message.text, 5_000_000),
    html: shortened(message.html, 10_000_000),
    replyText: shortened(message.replyText, 5_000_000),
    mailKind: message.kind,
    attachments: message.attachments.slice(0, 500).map(toAttachment),
  };
}

/**
 * The Date header; the provider's time where there is none, or where the header lies more than a day after the receipt: a mail is not sent
 * after it has come, and a wrong clock must not keep it at the top of the timeline for years.
 */
function sentAt(date: string | null, receivedAt: string): string {
  const received = toUtcInstant(receivedAt) ?? receivedAt;
  if (date === null) return received;
  const ahead = secondsBetween(received, date);
  return ahead !== null && ahead > CLOCK_TOLERANCE_SECONDS ? received : date;
}

/** Of a very long thread its beginning and its end, as RFC 5537 section 3.4.4 shortens it. */
function longThread(references: readonly string[]): string[] {
  return references.length <= 200 ? [...references] : [references[0] as string, ...references.slice(-199)];
}

/** Those with an address, each address once. Who has none (`undisclosed recipients`, a bare `MAILER-DAEMON`) cannot be matched. */
function toPeople(people: readonly ParsedAddress[]): { name?: string; address: string }[] {
  const found = new Map<string, { name?: string; address: string }>();
  for (const person of people) {
    const address = normaliseAddress(person.address ?? "");
    if (address === null || found.has(address)) continue;
    const name = cleanText(person.name ?? "", 500);
    found.set(address, { ...(name !== "" && { name }), address });
  }
  return [...found.values()];
}

function toAttachment({ filename, contentType, size, sha256, inline }: ParsedAttachment): Email["attachments"][number] {
  return {
    filename: shortened(filename, 500),
    contentType: cleanText(contentType, 200),
    ...(size !== undefined && { size }),
    ...(sha256 !== undefined && { sha256 }),
    inline,
  };
}

function shortened(text: string | null, max: number): string | null {
  return text === null ? null : cleanText(text, max);
}

import type { MailAddress } from "@kronika/core/addresses.ts";
import { trimToLevel, type CaptureLevel } from "@kronika/core/capture-policy.ts";
import type { PageMessage } from "../hosts/host.ts";
import type { RecordRequest } from "../hub-types.ts";

/** Everybody in a message, each address once. */
export function peopleOf({ from, to, cc, bcc }: Pick<PageMessage, "from" | "to" | "cc" | "bcc">): MailAddress[] {
  const people = new Map<string, MailAddress>();
  for (const person of [...(from ? [from] : []), ...to, ...cc, ...bcc]) if (!people.has(person.address)) people.set(person.address, person);
  return [...people.values()];
}

/** Without these a record is poorer, not wrong; the mailbox's own copy of the message completes it. */
const RECORDABLE_WITHOUT = new Set(["providerId", "threadId", "subject", "rest of text"]);

/** True when everything is known that a record needs. */
export function isComplete(message: PageMessage): message is PageMessage & { date: string; from: MailAddress } {
  return (
    message.missing.every((field) => RECORDABLE_WITHOUT.has(field)) &&
    message.from !== null &&
    message.date !== null &&
    message.date.length > 10
  );
}

/**
 * What is sent to the hub of one message, cut down to its level: what may not be seen is not sent.
 * @param clientId made once for each click: repeats are the same record
 */
export function toRequest(
  message: PageMessage & { date: string; from: MailAddress },
  {
    clientId,
    account,
    level,
    remindInDays,
  }: { clientId: string; account: string | null; level: CaptureLevel; remindInDays: number | undefined },
): RecordRequest {
  const { providerId, threadId } = message;
  return {
    clientId,
    interaction: trimToLevel(
      {
        kind: "email",
        occurredAt: message.date,
        providerThreadId: threadId,
        subject: storable(message.subject ?? "").slice(0, 2000),
        from: storablePerson(message.from),
        to: message.to.map(storablePerson),
        cc: message.cc.map(storablePerson),
        bcc: message.bcc.map(storablePerson),
        text: storable(message.text ?? ""),
        attachments: message.attachments.map(({ filename }) => ({ filename: storable(filename).slice(0, 500) })),
      },
      level,
    ),
    source: { host: "gmail", providerId, threadId, ...(account === null ? {} : { account }) },
    identities: providerId === null ? [] : [{ scheme: "provider:gmail", value: providerId }],
    ...(remindInDays === undefined ? {} : { remind: { noReplyWithinDays: remindInDays } }),
  };
}

/** Text that a database can hold: no NUL, no halves of characters. Pages can hold both. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

function storablePerson({ name, address }: MailAddress): MailAddress {
  return name === undefined ? { address } : { name: storable(name).slice(0, 500), address };
}

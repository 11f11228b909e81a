import { fingerprintsAgree, type MailSighting } from "@kronika/core/mail-fingerprint.ts";
import type { KnownInteraction } from "./lookup.ts";
import type { Prepared } from "./prepare.ts";
import type { RecordingState } from "./state.ts";

/**
 * The same mail, seen where it bears no common id: a page shows no Message-ID, a mailbox does not know the page's id. Only when exactly
 * one interaction agrees: two short answers of one minute stay two.
 */
export function findLookAlike(state: RecordingState, prepared: Prepared): KnownInteraction | undefined {
  const { content, ownerId } = prepared.item;
  if (content.kind !== "email" || !content.from) return undefined;
  const sighting: MailSighting = {
    from: content.from.address,
    subject: content.subject,
    date: content.occurredAt,
    recipients: prepared.addresses.filter((address) => address !== content.from?.address),
    text: content.replyText ?? content.text ?? undefined,
  };
  const agreeing = state.lookAlikes(prepared).filter((known) => {
    // A provider numbers each mailbox by itself: ids of different owners' mailboxes say nothing about each other.
    const comparable = ({ scheme }: { scheme: string }) => scheme === "message-id" || known.copies.some((copy) => copy.ownerId === ownerId);
    return fingerprintsAgree(
      { ...sighting, identities: prepared.identities.filter(comparable) },
      { ...sightingOf(known), identities: known.identities.filter(comparable) },
    );
  });
  return agreeing.length === 1 ? agreeing[0] : undefined;
}

function sightingOf(known: KnownInteraction): MailSighting {
  const from = known.participants.find((p) => p.role === "from")?.address ?? "";
  return {
    from,
    subject: known.subject ?? "",
    date: known.occurredAt,
    recipients: known.participants.flatMap((p) => (p.address === null || p.address === from ? [] : [p.address])),
    ...(known.preview === null ? {} : { text: known.preview }),
  };
}

import { domainOf, isFreeMailDomain } from "@kronika/core/addresses.ts";
import { identitiesOf, normaliseMessageId, parseMessageIds, type Identity } from "@kronika/core/identities.ts";
import { participantsOf, type Participant } from "@kronika/core/interactions/participants.ts";
import { mailFingerprint } from "@kronika/core/mail-fingerprint.ts";
import { lockKey } from "../../../db/lock-key.ts";
import type { LookupKeys } from "./lookup.ts";
import type { RecordItem } from "./types.ts";

/** An item with everything that follows from itself alone. */
export interface Prepared {
  item: RecordItem;
  identities: Identity[];
  /** Message-IDs it answers, the nearest first. */
  ancestors: string[];
  /** What later arrivals of the same conversation can find it by: ancestors, and the provider's thread within one mailbox. */
  threadKeys: string[];
  /** Weak identity with its ten minutes, see {@link timedFingerprints}. */
  fingerprint: string | null;
  /** Under which a look-alike of at most three minutes earlier or later may stand. */
  fingerprints: string[];
  participants: Participant[];
  /** Normalised e-mail addresses and phone numbers of all participants. */
  addresses: string[];
}

/** How many ancestors are looked at: the nearest and the root say all; a hostile References header says thousands. */
const MAX_ANCESTORS = 12;

export async function prepare(item: RecordItem): Promise<Prepared> {
  const { content } = item;
  const identities = await identitiesOf(content, { clientId: item.clientId, provider: item.identities });
  const participants = participantsOf(content);
  const addresses = [...new Set(participants.flatMap(({ address, phone }) => [address, phone]).filter((value) => value !== undefined))];
  if (content.kind !== "email")
    return { item, identities, ancestors: [], threadKeys: [], fingerprint: null, fingerprints: [], participants, addresses };
  const references = content.references.map((id) => normaliseMessageId(id)).filter((id) => id !== null);
  const nearest = [...parseMessageIds(content.inReplyTo), ...references.toReversed()];
  const ancestors = [...new Set([...nearest.slice(0, MAX_ANCESTORS - 1), ...nearest.slice(-1)])];
  const threadKeys = content.providerThreadId ? [...ancestors, `thread:${item.ownerId ?? ""}:${content.providerThreadId}`] : ancestors;
  const { own, around } = content.from
    ? timedFingerprints(mailFingerprint({ from: content.from.address, subject: content.subject }), content.occurredAt)
    : NO_FINGERPRINTS;
  return { item, identities, ancestors, threadKeys, fingerprint: own, fingerprints: around, participants, addresses };
}

const NO_FINGERPRINTS = { own: null, around: [] };
const WINDOW_MINUTES = 10;
const TOLERANCE_MINUTES = 3;

/**
 * The fingerprint within its ten minutes, so that one look-up by equality finds it; near the border, both neighbours are asked. A daily
 * report of the same sender and subject does not look like itself for years.
 */
function timedFingerprints(fingerprint: string, occurredAt: string): { own: string; around: string[] } {
  const minutes = Date.parse(occurredAt) / 60_000;
  const key = (at: number) => `${Math.floor(at / WINDOW_MINUTES)}|${fingerprint}`;
  return { own: key(minutes), around: [...new Set([key(minutes - TOLERANCE_MINUTES), key(minutes + TOLERANCE_MINUTES)])] };
}

/** What a batch must look up and lock. */
export function keysOf(prepared: readonly Prepared[]): LookupKeys & { locks: bigint[] } {
  const identities = unique(
    prepared.flatMap((p) => [...p.identities, ...p.ancestors.map(asIdentity)]),
    (i) => `${i.scheme}\u001f${i.value}`,
  );
  const addresses = [...new Set(prepared.flatMap((p) => p.addresses))];
  const domains = [...new Set(addresses.filter((a) => a.includes("@")).map(domainOf))].filter((domain) => !isFreeMailDomain(domain));
  const fingerprints = prepared.flatMap((p) => p.fingerprints.map((fingerprint) => ({ fingerprint, named: isNamed(p.identities) })));
  const threadKeys = [...new Set(prepared.flatMap((p) => p.threadKeys))];
  const messageIds = prepared.flatMap((p) => p.identities.filter((i) => i.scheme === "message-id").map((i) => i.value));
  const stated = [
    ...new Set(
      prepared.flatMap(({ item: { links } }) => [
        ...(links?.customerIds ?? []),
        ...(links?.contactIds ?? []),
        ...(links?.opportunityIds ?? []),
      ]),
    ),
  ];
  const locks = [
    ...identities.map((i) => `${i.scheme}|${i.value}`),
    ...fingerprints.map((f) => `fingerprint|${f.fingerprint}`),
    ...threadKeys.filter((k) => k.startsWith("thread:")),
  ];
  return {
    identities,
    messageIds: [...messageIds, ...threadKeys.filter((key) => key.startsWith("thread:"))],
    fingerprints,
    addresses,
    domains: withParents(domains),
    stated,
    locks: locks.map(lockKey),
  };
}

/** Whether a Message-ID is among them. */
export const isNamed = (identities: readonly Identity[]) => identities.some(({ scheme }) => scheme === "message-id");

const asIdentity = (messageId: string): Identity => ({ scheme: "message-id", value: messageId });

/** A customer's domain stands for its subdomains: `sk.firma.example` is looked up as `firma.example` too. */
export function withParents(domains: readonly string[]): string[] {
  const all = domains.flatMap((domain) => {
    const labels = domain.split(".");
    return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
  });
  return [...new Set(all)];
}

/** The locks of identities: who has them is the only one to look at, record or report about the interactions that bear them. */
export const identityLocks = (identities: readonly Identity[]): bigint[] => identities.map((i) => lockKey(`${i.scheme}|${i.value}`));

function unique<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}

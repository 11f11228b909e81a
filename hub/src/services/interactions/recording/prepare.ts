import { createHash } from "node:crypto";
import { domainOf, isFreeMailDomain } from "@kronika/core/addresses.ts";
import { identitiesOf, normaliseMessageId, parseMessageIds, type Identity } from "@kronika/core/identities.ts";
import { participantsOf, type Participant } from "@kronika/core/interactions/participants.ts";
import { mailFingerprint } from "@kronika/core/mail-fingerprint.ts";
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
  fingerprint: string | null;
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
  if (content.kind !== "email") return { item, identities, ancestors: [], threadKeys: [], fingerprint: null, participants, addresses };
  const references = content.references.map((id) => normaliseMessageId(id)).filter((id) => id !== null);
  const nearest = [...parseMessageIds(content.inReplyTo), ...references.toReversed()];
  const ancestors = [...new Set([...nearest.slice(0, MAX_ANCESTORS - 1), ...nearest.slice(-1)])];
  const threadKeys = content.providerThreadId ? [...ancestors, `thread:${item.ownerId ?? ""}:${content.providerThreadId}`] : ancestors;
  const fingerprint = content.from ? mailFingerprint({ from: content.from.address, subject: content.subject }) : null;
  return { item, identities, ancestors, threadKeys, fingerprint, participants, addresses };
}

/** What a batch must look up and lock. */
export function keysOf(prepared: readonly Prepared[]): LookupKeys & { locks: bigint[] } {
  const identities = unique(prepared.flatMap((p) => [...p.identities, ...p.ancestors.map(asIdentity)]), (i) => `${i.scheme}\u001f${i.value}`);
  const addresses = [...new Set(prepared.flatMap((p) => p.addresses))];
  const domains = [...new Set(addresses.filter((a) => a.includes("@")).map(domainOf))].filter((domain) => !isFreeMailDomain(domain));
  const fingerprints = prepared.flatMap(({ fingerprint, item }) => (fingerprint === null ? [] : [{ fingerprint, occurredAt: item.content.occurredAt }]));
  const threadKeys = [...new Set(prepared.flatMap((p) => p.threadKeys))];
  const messageIds = prepared.flatMap((p) => p.identities.filter((i) => i.scheme === "message-id").map((i) => i.value));
  const stated = [...new Set(prepared.flatMap(({ item: { links } }) => [...(links?.customerIds ?? []), ...(links?.contactIds ?? []), ...(links?.opportunityIds ?? [])]))];
  const locks = [...identities.map((i) => `${i.scheme}|${i.value}`), ...fingerprints.map((f) => `fingerprint|${f.fingerprint}`), ...threadKeys.filter((k) => k.startsWith("thread:"))];
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

const asIdentity = (messageId: string): Identity => ({ scheme: "message-id", value: messageId });

/** A customer's domain stands for its subdomains: `sk.firma.example` is looked up as `firma.example` too. */
function withParents(domains: readonly string[]): string[] {
  const all = domains.flatMap((domain) => {
    const labels = domain.split(".");
    return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
  });
  return [...new Set(all)];
}

/** A lock's number: 63 bits of a hash. Two keys that collide only wait for each other. */
const lockKey = (text: string): bigint => createHash("sha256").update(text).digest().readBigInt64BE(0);

function unique<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}

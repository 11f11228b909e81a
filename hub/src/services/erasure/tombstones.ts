import { createHmac } from "node:crypto";
import type pg from "pg";
import { domainOf } from "@kronika/core/addresses.ts";
import type { Keyring } from "../../secrets.ts";

/** What is kept out: names of interactions outside, addresses and phone numbers of people, domains of companies. Normalised. */
export interface Erased {
  identities: readonly { scheme: string; value: string }[];
  fingerprints: readonly string[];
  addresses: readonly string[];
  domains: readonly string[];
}

const namesOf = ({ identities, fingerprints, addresses, domains }: Erased) => ({
  identity: [...identities.map(({ scheme, value }) => `identity|${scheme}|${value}`), ...fingerprints.map((f) => `fingerprint|${f}`)],
  address: [...addresses.map((address) => `address|${address}`), ...domains.map((domain) => `domain|${domain}`)],
});

/**
 * The hash of a name, salted with the organisation and keyed with the key-encryption key: whoever has the database alone can neither read
 * nor try out what was erased.
 */
const hashOf = (key: Buffer, orgId: string, name: string): string =>
  createHmac("sha256", key).update(`tombstone|${orgId}|${name}`).digest("hex");

/** The tombstones of what is erased, ready to be stored. */
export function tombstonesOf(keys: Keyring, orgId: string, erased: Erased): { hash: string; kind: "identity" | "address" }[] {
  return (["identity", "address"] as const).flatMap((kind) =>
    [...new Set(namesOf(erased)[kind])].map((name) => ({ kind, hash: hashOf(keys.current.key, orgId, name) })),
  );
}

/** What an arriving item is known by. */
export interface Arriving {
  identities: readonly { scheme: string; value: string }[];
  fingerprints: readonly string[];
  /** Of all participants. */
  addresses: readonly string[];
}

/** All hashes under which an address, phone number or domain may be kept out, also those by keys that were replaced. Normalised. */
export function hashesOfPlace(keys: Keyring, orgId: string, place: string): string[] {
  return [...keys.all.values()].flatMap((key) => [`address|${place}`, `domain|${place}`].map((name) => hashOf(key, orgId, name)));
}

/** What keeps an item out: it was erased itself, or somebody in it was, who had these of its addresses. */
export type KeptOut = "itself" | ReadonlySet<string>;

/**
 * Which of these items were erased, or name somebody who was. Asked with the eyes of the system, before anything is written. Keys that were
 * replaced still find what they have hashed.
 */
export async function findErased<T extends Arriving>(
  client: pg.ClientBase,
  keys: Keyring,
  orgId: string,
  items: readonly T[],
): Promise<ReadonlyMap<T, KeptOut>> {
  const owners = new Map<string, { item: T; address: string | null }[]>();
  const ask = (item: T, name: string, address: string | null) => {
    for (const key of keys.all.values()) {
      const hash = hashOf(key, orgId, name);
      owners.set(hash, [...(owners.get(hash) ?? []), { item, address }]);
    }
  };
  for (const item of items) {
    for (const name of new Set(namesOf({ ...item, domains: [] }).identity)) ask(item, name, null);
    for (const address of new Set(item.addresses)) {
      const domains = address.includes("@") ? withParents(domainOf(address)) : [];
      for (const name of namesOf({ identities: [], fingerprints: [], addresses: [address], domains }).address) ask(item, name, address);
    }
  }
  const { rows } = await client.query<{ hash: string }>({
    name: "tombstones",
    text: "SELECT hash FROM tombstones WHERE org_id = app_org() AND hash = ANY($1::text[])",
    values: [[...owners.keys()]],
  });
  const found = new Map<T, KeptOut>();
  for (const { item, address } of rows.flatMap(({ hash }) => owners.get(hash) ?? [])) {
    const known = found.get(item) ?? new Set<string>();
    found.set(item, address === null || known === "itself" ? "itself" : new Set([...known, address]));
  }
  return found;
}

/** `sk.firma.example` is kept out with `firma.example`. */
function withParents(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
}

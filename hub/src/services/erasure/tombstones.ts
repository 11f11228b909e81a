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

/**
 * Which of these items must stay out, because they were erased or because somebody in them was. Asked with the eyes of the system, before
 * anything is written. Keys that were replaced still find what they have hashed.
 */
export async function findErased(
  client: pg.ClientBase,
  keys: Keyring,
  orgId: string,
  items: readonly Arriving[],
): Promise<ReadonlySet<Arriving>> {
  const owners = new Map<string, Arriving[]>();
  for (const item of items) {
    const domains = item.addresses.filter((address) => address.includes("@")).flatMap((address) => withParents(domainOf(address)));
    const { identity, address } = namesOf({ ...item, domains });
    for (const name of new Set([...identity, ...address])) {
      for (const key of keys.all.values()) {
        const hash = hashOf(key, orgId, name);
        owners.set(hash, [...(owners.get(hash) ?? []), item]);
      }
    }
  }
  const { rows } = await client.query<{ hash: string }>({
    name: "tombstones",
    text: "SELECT hash FROM tombstones WHERE org_id = app_org() AND hash = ANY($1::text[])",
    values: [[...owners.keys()]],
  });
  return new Set(rows.flatMap(({ hash }) => owners.get(hash) ?? []));
}

/** `sk.firma.example` is kept out with `firma.example`. */
function withParents(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
}

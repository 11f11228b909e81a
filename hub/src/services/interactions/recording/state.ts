import { isOwnAddress, type OwnAddresses } from "@kronika/core/addresses.ts";
import { audienceFacts, audienceKey, type AudienceFacts } from "../../rights/audience.ts";
import { NO_DEALS, type Deals } from "./deals.ts";
import { NOTHING_RULED, type KnownInteraction, type Lookup, type Ruled } from "./lookup.ts";
import type { Prepared } from "./prepare.ts";
import type { RecordedLink } from "./types.ts";

/**
 * What stands already, in the database and in the batch so far. Items of one batch see those before them, so that a parent and its
 * reply, or twice the same mail, may come together.
 */
export class RecordingState {
  readonly lookup: Lookup;
  /** What belongs to the organisation itself. */
  readonly own: OwnAddresses;
  /** Customers and opportunities with rules of their own. */
  readonly #ruled: Ruled;
  /** Facts of the audiences that the batch's new interactions need, by id. */
  readonly audiences = new Map<string, AudienceFacts>();
  /** Deals of the batch's customers, once they are loaded. */
  deals: Deals = NO_DEALS;
  /** Items that were erased, or are somebody's who was: services/erasure/tombstones.ts. */
  erased: ReadonlySet<unknown> = new Set();
  readonly #known = new Map<string, KnownInteraction>();
  readonly #byIdentity = new Map<string, string>();
  readonly #byFingerprint = new Map<string, Set<string>>();
  readonly #threadOfKey = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(lookup: Lookup, known: readonly KnownInteraction[], ruled: Ruled = NOTHING_RULED) {
    this.lookup = lookup;
    this.#ruled = ruled;
    this.own = { addresses: lookup.organization.users.flatMap((user) => user.addresses), domains: lookup.organization.ownDomains };
    for (const row of known) this.#known.set(row.id, row);
    for (const { scheme, value, interactionId } of lookup.identities) this.#byIdentity.set(key(scheme, value), interactionId);
    for (const { id, fingerprint } of lookup.lookAlikes) this.#addFingerprint(fingerprint, id);
    for (const row of known) for (const link of row.links) this.#names.set(link.id, link.name);
    for (const entry of lookup.directory) {
      this.#names.set(entry.contactId, entry.contactName);
      if (entry.customerId !== null) this.#names.set(entry.customerId, entry.customerName ?? "");
    }
    for (const entry of lookup.rules) this.#names.set(entry.customerId, entry.customerName);
    for (const entry of lookup.domains) this.#names.set(entry.customerId, entry.customerName);
    for (const entry of lookup.stated) {
      this.#names.set(entry.id, entry.name);
      if (entry.customerId !== null) this.#names.set(entry.customerId, entry.customerName ?? "");
    }
    for (const { messageId, threadId } of lookup.children) this.#threadOfKey.set(messageId, threadId);
  }

  get(id: string): KnownInteraction | undefined {
    return this.#known.get(id);
  }

  /** Customers and deals that the items of the batch may belong to. */
  places(): { customerIds: string[]; opportunityIds: string[] } {
    const { directory, domains, rules, stated } = this.lookup;
    const links = [...this.#known.values()].flatMap((row) => row.links);
    const customers = [...directory, ...domains, ...rules, ...stated].flatMap(({ customerId }) => customerId ?? []);
    const of = (target: string) => links.filter((link) => link.target === target).map(({ id }) => id);
    return { customerIds: [...new Set([...customers, ...of("customer")])], opportunityIds: [...new Set(of("opportunity"))] };
  }

  /** Name of a customer, contact or opportunity that the look-up brought. */
  nameOf(id: string): string {
    return this.#names.get(id) ?? "";
  }

  /** The interactions that bear one of the item's identities, oldest first. More than one: they turn out to be the same. */
  sameAs(prepared: Prepared): KnownInteraction[] {
    const ids = new Set(prepared.identities.map(({ scheme, value }) => this.#byIdentity.get(key(scheme, value))));
    return [...ids].flatMap((id) => (id === undefined ? [] : (this.#known.get(id) ?? []))).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  lookAlikes(prepared: Prepared): KnownInteraction[] {
    const ids = new Set(prepared.fingerprints.flatMap((fingerprint) => [...(this.#byFingerprint.get(fingerprint) ?? [])]));
    return [...ids].flatMap((id) => this.#known.get(id) ?? []);
  }

  /** The nearest mail that this one answers. */
  parentOf(prepared: Prepared): KnownInteraction | undefined {
    for (const messageId of prepared.ancestors) {
      const parent = this.#known.get(this.#byIdentity.get(key("message-id", messageId)) ?? "");
      // Anybody can write any id into References: a thread is joined only by somebody who was in it, or is one of us.
      if (parent && this.#sharesPeople(parent, prepared)) return parent;
    }
    return undefined;
  }

  #sharesPeople(parent: KnownInteraction, prepared: Prepared): boolean {
    const addresses = new Set(prepared.addresses);
    const sender = prepared.participants.find((p) => p.role === "from")?.address;
    const ours = this.lookup.organization.users.some((user) => sender !== undefined && user.addresses.includes(sender));
    return (
      ours ||
      parent.participants.some((p) => p.address !== null && addresses.has(p.address) && !this.isOurs(p.address)) ||
      parent.participants.every((p) => p.address === null)
    );
  }

  /** The audience of a new interaction: noted, so that it is written with the batch. */
  audienceOf(orgId: string, prepared: Prepared, links: readonly RecordedLink[]): string {
    const { item } = prepared;
    const ruled = (target: RecordedLink["target"]) =>
      links.filter((link) => link.target === target && this.#isRuled(link)).map((link) => link.id);
    const facts = audienceFacts({
      mail: item.content.kind === "email",
      private: item.private ?? false,
      owners: [item.ownerId],
      customers: ruled("customer"),
      opportunities: ruled("opportunity"),
    });
    const { id } = audienceKey(orgId, facts);
    this.audiences.set(id, facts);
    return id;
  }

  /** Whether one of these links leads to something with rules of its own. */
  hasRules(links: readonly RecordedLink[]): boolean {
    return links.some((link) => this.#isRuled(link));
  }

  /** As settle-audiences.ts says it: a restricted customer counts from the moment it comes into question. */
  #isRuled({ id, chosen }: RecordedLink): boolean {
    return chosen ? this.#ruled.all.has(id) : this.#ruled.restricted.has(id);
  }

  isOurs(address: string): boolean {
    return isOwnAddress(address, this.own);
  }

  /** Threads that already refer to this mail or to its provider's thread: it joins the first, the others join it. */
  threadsAround(prepared: Prepared): string[] {
    const own = prepared.identities.filter((i) => i.scheme === "message-id").map((i) => i.value);
    const keys = [...own, ...prepared.threadKeys.filter((k) => k.startsWith("thread:"))];
    return [...new Set(keys.flatMap((k) => this.#threadOfKey.get(k) ?? []))];
  }

  /** Makes an interaction known to the rest of the batch. */
  add(row: KnownInteraction, prepared: Prepared): void {
    this.#known.set(row.id, row);
    for (const { scheme, value } of [...row.identities, ...prepared.identities]) this.#byIdentity.set(key(scheme, value), row.id);
    if (row.fingerprint !== null) this.#addFingerprint(row.fingerprint, row.id);
    for (const threadKey of prepared.threadKeys) if (!this.#threadOfKey.has(threadKey)) this.#threadOfKey.set(threadKey, row.threadId);
  }

  /** `from` has become `to`: whoever knew it under its identities finds the other. */
  merge(from: KnownInteraction, to: KnownInteraction): void {
    for (const [identity, id] of this.#byIdentity) if (id === from.id) this.#byIdentity.set(identity, to.id);
    this.#known.delete(from.id);
  }

  rethread(from: string, to: string): void {
    for (const row of this.#known.values()) if (row.threadId === from) row.threadId = to;
    for (const [threadKey, threadId] of this.#threadOfKey) if (threadId === from) this.#threadOfKey.set(threadKey, to);
  }

  #addFingerprint(fingerprint: string, id: string): void {
    const ids = this.#byFingerprint.get(fingerprint) ?? new Set();
    this.#byFingerprint.set(fingerprint, ids.add(id));
  }
}

const key = (scheme: string, value: string): string => `${scheme}\u001f${value}`;

import { domainOf, isFreeMailDomain, isOwnAddress, isRoleAddress, isSameOrSubdomain, type OwnAddresses } from "./addresses.ts";
import type { ParticipantRole } from "./interactions/common.ts";

/**
 * Where an interaction belongs. Order: stated by the recorder, thread, exact address, alias, company domain. Pure: the hub looks up what
 * is known of the addresses and hands it in.
 */
export type LinkTarget = "customer" | "contact" | "opportunity";

/**
 * Why something is linked; stable, the interface translates them. `shared-address`: the address of a contact that speaks for a company
 * (`info@`), not for one person. `rule`: made from a person's answer, "always this customer".
 */
export const evidenceCodes = ["stated", "thread", "rule", "address", "shared-address", "alias", "domain"] as const;
export type EvidenceCode = (typeof evidenceCodes)[number];

export interface Evidence {
  code: EvidenceCode;
  /** The participant's address that was found, and as what it took part. */
  address?: string;
  role?: ParticipantRole;
  /** The company's domain. */
  domain?: string;
  /** The interaction whose links are kept. */
  parentId?: string;
  ruleId?: string;
  /** Among how many the address or domain could not tell; absent when it is one. */
  among?: number;
}

/** One place where an interaction belongs, with what speaks for it. `score`: 0 to 1, three decimals. */
export interface Link {
  target: LinkTarget;
  id: string;
  evidence: Evidence[];
  score: number;
  decidedBy: "rule";
}

/** What the directory says of one address (or phone number). Several entries for one address are several people or customers. */
export interface DirectoryEntry {
  /** Normalised. */
  address: string;
  contactId: string;
  /** Null for a contact without a customer. */
  customerId: string | null;
  /** An alias or former address of the contact. */
  alias?: boolean | undefined;
}

/** A company's domain, normalised. It stands for its subdomains; of several the most exact counts. */
export interface DomainEntry {
  domain: string;
  customerId: string;
}

/** "Always so", made from a person's answer: this address or domain (normalised) is this customer, whoever else it may fit. */
export interface CustomerRule {
  id: string;
  kind: "address" | "domain";
  value: string;
  customerId: string;
}

/** An interaction of the same thread that is recorded already. */
export interface ThreadParent {
  id: string;
  links: readonly { target: LinkTarget; id: string }[];
  /** Normalised addresses of everybody who took part in it. */
  addresses: readonly string[];
}

export interface MatchInput {
  /** Addresses normalised; of a call the phone numbers. Who has neither is left alone. */
  participants: readonly { role: ParticipantRole; address?: string | undefined; phone?: string | undefined }[];
  own: OwnAddresses;
  directory: readonly DirectoryEntry[];
  domains: readonly DomainEntry[];
  rules?: readonly CustomerRule[] | undefined;
  thread?: readonly ThreadParent[] | undefined;
  stated?:
    | {
        customerIds?: readonly string[] | undefined;
        contactIds?: readonly string[] | undefined;
        opportunityIds?: readonly string[] | undefined;
      }
    | undefined;
}

/** Who a participant is, as far as the rules can tell. */
export interface MatchedParticipant {
  /** Address or phone number; null for somebody of whom only the name is known. */
  address: string | null;
  role: ParticipantRole;
  /** One of us. */
  own: boolean;
  /** A shared address such as `info@`. */
  shared: boolean;
  /** Set when exactly one fits. */
  contactId: string | null;
  customerId: string | null;
}

export interface MatchResult {
  /** What is linked, the surest first. */
  links: Link[];
  /** What also fits, but is not sure enough or was overruled by a person's word. Nothing that was found is dropped. */
  candidates: Link[];
  participants: MatchedParticipant[];
}

/** A link below that score is only a candidate. Half: an address that fits two customers equally does not reach it. */
export const linkThreshold = 0.5;

/** How much one piece of evidence says. In cc it says less than in to, a domain less than an address. */
const WEIGHTS = {
  stated: 1,
  thread: 0.95,
  rule: 0.97,
  address: 0.9,
  "shared-address": 0.85,
  alias: 0.85,
  domain: 0.6,
} as const satisfies Record<EvidenceCode, number>;
const ASIDE: ReadonlySet<ParticipantRole> = new Set(["cc", "bcc", "reply-to", "other"]);
const ASIDE_FACTOR = 0.9;

/** Finds where an interaction belongs. The result does not depend on the order of the directory. */
export function matchInteraction(input: MatchInput): MatchResult {
  const found = new Findings();
  const { stated } = input;
  for (const id of stated?.customerIds ?? []) found.add("customer", id, { code: "stated" }, WEIGHTS.stated);
  for (const id of stated?.contactIds ?? []) found.add("contact", id, { code: "stated" }, WEIGHTS.stated);
  for (const id of stated?.opportunityIds ?? []) found.add("opportunity", id, { code: "stated" }, WEIGHTS.stated);
  const parents = (input.thread ?? []).filter(({ links }) => links.length > 0);
  for (const { id: parentId, links } of parents) {
    for (const { target, id } of links) found.add(target, id, { code: "thread", parentId }, WEIGHTS.thread);
  }
  // Who was there already brings nothing new: a person may have moved the thread elsewhere on purpose.
  const matchedBefore = new Set(parents.flatMap(({ addresses }) => addresses));
  const participants = input.participants.map((participant) => {
    const address = participant.address ?? participant.phone ?? null;
    const isNew = address !== null && !matchedBefore.has(address);
    const own = address !== null && address.includes("@") && isOwnAddress(address, input.own);
    const resolved = address === null || own ? NOBODY : resolve(address, input);
    if (isNew)
      for (const hit of resolved.hits)
        found.add(hit.target, hit.id, { ...hit.evidence, role: participant.role }, weigh(hit, participant.role));
    const shared = address !== null && isRoleAddress(address);
    return { address, role: participant.role, own, shared, contactId: resolved.contactId, customerId: resolved.customerId };
  });
  return { ...found.judge((stated?.customerIds?.length ?? 0) > 0), participants };
}

interface Hit {
  target: LinkTarget;
  id: string;
  evidence: Evidence;
}

interface Resolved {
  hits: Hit[];
  contactId: string | null;
  customerId: string | null;
}

const NOBODY: Resolved = { hits: [], contactId: null, customerId: null };

/** By a rule, if there is one; else exact address, else alias, else domain. Where the address fits several customers, the domain may tell them apart. */
function resolve(address: string, { directory, domains, rules = [] }: MatchInput): Resolved {
  const rule =
    rules.find(({ kind, value }) => kind === "address" && value === address) ??
    rules.find(({ kind, value }) => kind === "domain" && address.includes("@") && isSameOrSubdomain(domainOf(address), value));
  if (rule) return byRule(address, rule, directory);
  const entries = directory.filter((entry) => entry.address === address);
  const exact = entries.filter(({ alias }) => alias !== true);
  const people = exact.length > 0 ? exact : entries;
  const code: EvidenceCode = exact.length === 0 ? "alias" : isRoleAddress(address) ? "shared-address" : "address";
  const contacts = unique(people.map(({ contactId }) => contactId));
  const customers = unique(people.flatMap(({ customerId }) => customerId ?? []));
  const byDomain =
    customers.length === 1 ? [] : domainHits(address, domains).filter(({ id }) => customers.length === 0 || customers.includes(id));
  const hits = [
    ...contacts.map((id): Hit => ({ target: "contact", id, evidence: { code, address, ...amongOf(contacts) } })),
    ...customers.map((id): Hit => ({ target: "customer", id, evidence: { code, address, ...amongOf(customers) } })),
    // A contact without a customer is nobody's: his company's domain must not decide what a person left open.
    ...(contacts.length > 0 && customers.length === 0 ? [] : byDomain),
  ];
  const reachable = customers.length > 0 ? customers : byDomain.map(({ id }) => id);
  return { hits, contactId: only(contacts), customerId: only(reachable) };
}

/** The rule's customer, and of the people with this address those who are his. */
function byRule(address: string, { id: ruleId, customerId }: CustomerRule, directory: readonly DirectoryEntry[]): Resolved {
  const evidence: Evidence = { code: "rule", address, ruleId };
  const contacts = unique(
    directory.filter((entry) => entry.address === address && entry.customerId === customerId).map(({ contactId }) => contactId),
  );
  const people = contacts.map((id): Hit => ({ target: "contact", id, evidence: { ...evidence, ...amongOf(contacts) } }));
  return { hits: [...people, { target: "customer", id: customerId, evidence }], contactId: only(contacts), customerId };
}

function domainHits(address: string, domains: readonly DomainEntry[]): Hit[] {
  const domain = domainOf(address);
  if (!address.includes("@")) return [];
  const fitting = domains.filter(
    (entry) => entry.domain.includes(".") && !isFreeMailDomain(entry.domain) && isSameOrSubdomain(domain, entry.domain),
  );
  const longest = Math.max(0, ...fitting.map((entry) => entry.domain.length));
  const nearest = fitting.filter((entry) => entry.domain.length === longest);
  const customers = unique(nearest.map(({ customerId }) => customerId));
  const evidence: Evidence = { code: "domain", address, ...(nearest[0] && { domain: nearest[0].domain }), ...amongOf(customers) };
  return customers.map((id) => ({ target: "customer", id, evidence }));
}

function amongOf(ids: readonly string[]): { among?: number } {
  return ids.length > 1 ? { among: ids.length } : {};
}

function weigh({ evidence: { code, among = 1 } }: Hit, role: ParticipantRole): number {
  return (WEIGHTS[code] * (ASIDE.has(role) ? ASIDE_FACTOR : 1)) / among;
}

/** Collects evidence for each target. Independent pieces add up as chances do: 1 - (1 - a)(1 - b). */
class Findings {
  readonly #targets = new Map<string, { target: LinkTarget; id: string; evidence: Evidence[]; doubt: number }>();

  add(target: LinkTarget, id: string, evidence: Evidence, weight: number): void {
    const key = `${target}|${id}`;
    const found = this.#targets.get(key) ?? { target, id, evidence: [], doubt: 1 };
    // The same address in to and cc is one piece of evidence.
    const isRepeated = found.evidence.some(
      (known) => known.code === evidence.code && known.address === evidence.address && known.parentId === evidence.parentId,
    );
    if (!isRepeated) {
      found.evidence.push(evidence);
      found.doubt *= 1 - weight;
    }
    this.#targets.set(key, found);
  }

  /** Above the threshold is linked. Where a person stated the customer, other customers are candidates. */
  judge(customerStated: boolean): Pick<MatchResult, "links" | "candidates"> {
    const all = [...this.#targets.values()]
      .map(({ target, id, evidence, doubt }): Link => ({
        target,
        id,
        evidence,
        score: Math.round((1 - doubt) * 1000) / 1000,
        decidedBy: "rule",
      }))
      .toSorted((a, b) => b.score - a.score || compare(a.target, b.target) || compare(a.id, b.id));
    const isLinked = ({ target, score, evidence }: Link) =>
      score >= linkThreshold && !(customerStated && target === "customer" && evidence.every(({ code }) => code !== "stated"));
    return { links: all.filter(isLinked), candidates: all.filter((link) => !isLinked(link)) };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].toSorted(compare);
}

function only(ids: readonly string[]): string | null {
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

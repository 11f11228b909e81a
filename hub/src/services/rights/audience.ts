import { createHash } from "node:crypto";
import type { Level } from "../../db/schema/rights.ts";

/** What decides who sees an interaction. Interactions with the same facts share one audience. */
export interface AudienceFacts {
  mail: boolean;
  private: boolean;
  /** Owners of its copies: whose mailbox it lies in, who wrote it down. Sorted ids. */
  owners: readonly string[];
  /** Of the customers and opportunities it belongs to, those with rules of their own. Sorted ids. */
  customers: readonly string[];
  opportunities: readonly string[];
  /** Its own id when rights were given on this one interaction. */
  interactionId: string | null;
}

/** A right to see, as far as it concerns audiences. */
export interface ViewGrant {
  grantee: string;
  level: Level;
}

/** The rules that turn facts into lists of principals. */
export interface AudienceRules {
  /** How much of a colleague's mail everybody sees. */
  colleagueLevel: Level;
  /** Customers that not everybody sees, with their owner. */
  restricted: ReadonlyMap<string, { ownerId: string | null }>;
  /** Rights to see, by {@link ruleKey} of what they were given on. */
  grants: ReadonlyMap<string, readonly ViewGrant[]>;
}

/** Who sees which level: principals, sorted. */
export interface AudienceLists {
  metadata: string[];
  subject: string[];
  content: string[];
}

export const ruleKey = (resource: "customer" | "opportunity" | "interaction" | "user", id: string): string => `${resource}:${id}`;

const LEVELS: readonly Level[] = ["metadata", "subject", "content"];
const rank = (level: Level | undefined): number => (level === undefined ? -1 : LEVELS.indexOf(level));

/** Facts of an interaction in their canonical form. */
export function audienceFacts(facts: {
  mail: boolean;
  private?: boolean;
  owners: Iterable<string | null>;
  customers?: Iterable<string>;
  opportunities?: Iterable<string>;
  interactionId?: string | null;
}): AudienceFacts {
  const ids = (values: Iterable<string | null>) => [...new Set([...values].filter((id) => id !== null))].toSorted();
  return {
    mail: facts.mail,
    private: facts.private ?? false,
    owners: ids(facts.owners),
    customers: ids(facts.customers ?? []),
    opportunities: ids(facts.opportunities ?? []),
    interactionId: facts.interactionId ?? null,
  };
}

/** The name of an audience, and an id that follows from it: the same facts are the same row without being looked up. */
export function audienceKey(orgId: string, facts: AudienceFacts): { id: string; key: string } {
  const { mail, private: hidden, owners, customers, opportunities, interactionId } = facts;
  const key = JSON.stringify([mail ? "mail" : "shared", hidden ? "private" : "", owners, customers, opportunities, interactionId ?? ""]);
  return { id: stableId(`${orgId}|${key}`), key };
}

/**
 * Who sees how much of the interactions with these facts:
 * 1. private: its owners only, and whoever was given a right on this one interaction;
 * 2. mail: its owners whole, everybody as much as the organisation decides of a colleague's mail (rule book: the subject);
 * 3. what is written into Kronika: everybody whole;
 * 4. a restricted customer narrows "everybody" to its owner, its grantees (each at the level of the grant) and, for metadata, administrators;
 *    several restricted customers narrow it to those who are named by all of them;
 * 5. a right on the customer or opportunity adds its grantee at its level, unless a restricted customer says otherwise; a right on the
 *    interaction or on the mail of one of its owners always does.
 */
export function audienceLists(facts: AudienceFacts, rules: AudienceRules): AudienceLists {
  const seen = new Map<string, Level>();
  const add = (principal: string, level: Level) => {
    if (rank(level) > rank(seen.get(principal))) seen.set(principal, level);
  };
  const addGrants = (resource: Parameters<typeof ruleKey>[0], ids: readonly string[]) => {
    for (const id of ids) for (const grant of rules.grants.get(ruleKey(resource, id)) ?? []) add(grant.grantee, grant.level);
  };
  for (const owner of facts.owners) add(`user:${owner}`, "content");
  if (facts.interactionId !== null) addGrants("interaction", [facts.interactionId]);
  if (!facts.private) {
    const restricted = facts.customers.filter((id) => rules.restricted.has(id));
    const open: Level = facts.mail && facts.owners.length > 0 ? rules.colleagueLevel : "content";
    if (restricted.length > 0) for (const [principal, level] of allowedByAll(restricted, open, rules)) add(principal, level);
    else {
      add("org", open);
      addGrants("customer", facts.customers);
      addGrants("opportunity", facts.opportunities);
    }
    if (facts.mail) addGrants("user", facts.owners);
  }
  return listsOf(seen);
}

/** Who is named by each of these restricted customers, at the lowest of the levels. */
function allowedByAll(restricted: readonly string[], open: Level, rules: AudienceRules): Map<string, Level> {
  const [first, ...others] = restricted.map((id) => allowedBy(id, open, rules));
  const allowed = first ?? new Map<string, Level>();
  for (const other of others) {
    for (const [principal, level] of allowed) {
      const here = other.get(principal);
      if (here === undefined) allowed.delete(principal);
      else if (rank(here) < rank(level)) allowed.set(principal, here);
    }
  }
  return allowed;
}

function allowedBy(customerId: string, open: Level, rules: AudienceRules): Map<string, Level> {
  const allowed = new Map<string, Level>([["role:admin", "metadata"]]);
  const ownerId = rules.restricted.get(customerId)?.ownerId;
  if (ownerId) allowed.set(`user:${ownerId}`, open);
  for (const { grantee, level } of rules.grants.get(ruleKey("customer", customerId)) ?? [])
    if (rank(level) > rank(allowed.get(grantee))) allowed.set(grantee, level);
  return allowed;
}

function listsOf(seen: ReadonlyMap<string, Level>): AudienceLists {
  const everybody = seen.get("org");
  const from = (level: Level) =>
    rank(everybody) >= rank(level)
      ? ["org"]
      : [...seen]
          .filter(([, upTo]) => rank(upTo) >= rank(level))
          .map(([principal]) => principal)
          .toSorted();
  return { metadata: from("metadata"), subject: from("subject"), content: from("content") };
}

/** A UUID (version 8, RFC 9562 section 5.8) made of a SHA-256 hash. */
function stableId(text: string): string {
  const hash = createHash("sha256").update(text).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

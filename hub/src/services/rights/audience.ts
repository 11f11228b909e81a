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

/** Why a principal sees a level. */
export interface Reason {
  rule: "own" | "everybody" | "colleague-mail" | "restricted-owner" | "administrator" | "grant";
  /** On what the right was given. */
  resource?: "customer" | "opportunity" | "interaction" | "user";
  id?: string;
}

/** That a principal sees up to a level, and why. One principal may have several. */
export interface Share {
  principal: string;
  level: Level;
  because: Reason;
}

/**
 * Who sees how much of the interactions with these facts, and why:
 * 1. private: its owners only, and whoever was given a right on this one interaction;
 * 2. mail: its owners whole, everybody as much as the organisation decides of a colleague's mail (rule book: the subject);
 * 3. what is written into Kronika: everybody whole;
 * 4. a restricted customer narrows "everybody" to its owner, its grantees (each at the level of the grant) and, for metadata, administrators;
 *    several restricted customers narrow it to those who are named by all of them;
 * 5. a right on the customer or opportunity adds its grantee at its level, unless a restricted customer says otherwise; a right on the
 *    interaction or on the mail of one of its owners always does.
 */
export function sharesOf(facts: AudienceFacts, rules: AudienceRules): Share[] {
  const granted = (resource: NonNullable<Reason["resource"]>, ids: readonly string[]): Share[] =>
    ids.flatMap((id) =>
      (rules.grants.get(ruleKey(resource, id)) ?? []).map(({ grantee, level }) => ({
        principal: grantee,
        level,
        because: { rule: "grant" as const, resource, id },
      })),
    );
  const owners = facts.owners.map((id): Share => ({ principal: `user:${id}`, level: "content", because: { rule: "own" } }));
  const named = [...owners, ...granted("interaction", facts.interactionId === null ? [] : [facts.interactionId])];
  if (facts.private) return named;
  if (facts.mail) named.push(...granted("user", facts.owners));
  const colleagueMail = facts.mail && facts.owners.length > 0;
  const open: Level = colleagueMail ? rules.colleagueLevel : "content";
  const restricted = facts.customers.filter((id) => rules.restricted.has(id));
  if (restricted.length > 0) return [...named, ...allowedByAll(restricted.map((id) => allowedBy(id, open, rules)))];
  const everybody: Share = { principal: "org", level: open, because: { rule: colleagueMail ? "colleague-mail" : "everybody" } };
  return [...named, everybody, ...granted("customer", facts.customers), ...granted("opportunity", facts.opportunities)];
}

/** Who is named by each of these restricted customers, at the lowest of the levels. */
function allowedByAll(all: readonly (readonly Share[])[]): Share[] {
  const [first = [], ...others] = all;
  return first.flatMap((share) => {
    const everywhere = others.map((other) => other.find(({ principal }) => principal === share.principal));
    if (everywhere.includes(undefined)) return [];
    return [everywhere.reduce<Share>((lowest, other) => (other && rank(other.level) < rank(lowest.level) ? other : lowest), share)];
  });
}

/** Who is named by one restricted customer, each at the highest level that is given to him. */
function allowedBy(customerId: string, open: Level, rules: AudienceRules): Share[] {
  const ownerId = rules.restricted.get(customerId)?.ownerId;
  const shares: Share[] = [
    { principal: "role:admin", level: "metadata", because: { rule: "administrator" } },
    ...(ownerId ? [{ principal: `user:${ownerId}`, level: open, because: { rule: "restricted-owner" as const } }] : []),
    ...(rules.grants.get(ruleKey("customer", customerId)) ?? []).map(({ grantee, level }): Share => ({
      principal: grantee,
      level,
      because: { rule: "grant", resource: "customer", id: customerId },
    })),
  ];
  return [...highest(shares).values()];
}

function highest(shares: Iterable<Share>): Map<string, Share> {
  const best = new Map<string, Share>();
  for (const share of shares) if (rank(share.level) > rank(best.get(share.principal)?.level)) best.set(share.principal, share);
  return best;
}

/** {@link sharesOf} as the lists that row security compares with. */
export function audienceLists(facts: AudienceFacts, rules: AudienceRules): AudienceLists {
  const best = highest(sharesOf(facts, rules));
  const everybody = best.get("org")?.level;
  const from = (level: Level) =>
    rank(everybody) >= rank(level)
      ? ["org"]
      : [...best.values()]
          .filter((share) => rank(share.level) >= rank(level))
          .map(({ principal }) => principal)
          .toSorted();
  return { metadata: from("metadata"), subject: from("subject"), content: from("content") };
}

/** How much somebody with these principals sees, and every reason that gives it to him; null for nothing. */
export function explainShare(shares: readonly Share[], principals: readonly string[]): { level: Level; reasons: Share[] } | null {
  const mine = shares.filter(({ principal }) => principals.includes(principal));
  const level = LEVELS.findLast((each) => mine.some((share) => share.level === each));
  return level === undefined ? null : { level, reasons: mine.filter((share) => share.level === level) };
}

/** A UUID (version 8, RFC 9562 section 5.8) made of a SHA-256 hash. */
function stableId(text: string): string {
  const hash = createHash("sha256").update(text).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

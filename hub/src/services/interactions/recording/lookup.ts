import type pg from "pg";
import type { CustomerRule } from "@kronika/core/matching.ts";
import type { Identity } from "@kronika/core/identities.ts";

/** The organisation as recording sees it: who we are, what is never recorded. */
export interface OrganizationFacts {
  ownDomains: string[];
  country: string;
  colleagueMailLevel: "metadata" | "subject" | "content";
  users: { id: string; addresses: string[] }[];
  exclusions: { userId: string | null; kind: "address" | "domain"; value: string }[];
  /** Whether any reminder waits for an answer: if none does, nobody needs to look. */
  awaitsAnswers: boolean;
  /** Whether there is any deal that something could belong to: if there is none, nobody needs to look. */
  hasDeals: boolean;
  /** Whether there is any grant or restricted customer: if there is none, who sees what follows from the interaction alone. */
  hasRules: boolean;
  /** Whether somebody outside wants to hear of what is recorded. */
  hasWebhooks: boolean;
  /** Whether anything was erased that must stay out: if nothing was, nobody needs to ask. */
  hasErased: boolean;
}

/** A person of a customer behind an address. */
export interface DirectoryEntry {
  address: string;
  contactId: string;
  contactName: string;
  customerId: string | null;
  customerName: string | null;
  /** From when until when (exclusive) the address is that person's; null: without a bound. Instants of PostgreSQL's JSON. */
  validFrom: string | null;
  validTo: string | null;
}

export interface DomainEntry {
  domain: string;
  customerId: string;
  customerName: string;
}

/** An interaction that stands already and has to do with an arriving one: the same, its parent, or a look-alike. */
export interface KnownInteraction {
  id: string;
  kind: string;
  direction: string;
  occurredAt: string;
  threadId: string;
  level: "metadata" | "subject" | "content";
  fingerprint: string | null;
  audienceId: string;
  details: Record<string, unknown>;
  attachmentCount: number;
  subject: string | null;
  preview: string | null;
  hasText: boolean;
  identities: Identity[];
  participants: { role: string; address: string | null; response: string | null }[];
  links: {
    target: "customer" | "contact" | "opportunity";
    id: string;
    name: string;
    chosen: boolean;
    score: number;
    decidedBy: "rule" | "person";
  }[];
  copies: { ownerId: string | null; source: string }[];
}

export interface Lookup {
  organization: OrganizationFacts;
  identities: { scheme: string; value: string; interactionId: string }[];
  lookAlikes: { id: string; fingerprint: string }[];
  /** Mails that refer to one of the arriving Message-IDs. */
  children: { messageId: string; interactionId: string; threadId: string }[];
  directory: DirectoryEntry[];
  domains: DomainEntry[];
  /** "Always this customer", made from answers. */
  rules: (CustomerRule & { customerName: string })[];
  /** Of the ids that recorders stated, those that exist. */
  stated: {
    target: "customer" | "contact" | "opportunity";
    id: string;
    name: string;
    customerId: string | null;
    customerName: string | null;
  }[];
}

/** What to look for. Addresses and domains normalised. */
export interface LookupKeys {
  identities: readonly Identity[];
  messageIds: readonly string[];
  /** `named`: the arriving mail has a Message-ID, so only one without can be the same mail seen otherwise. */
  fingerprints: readonly { fingerprint: string; named: boolean }[];
  addresses: readonly string[];
  domains: readonly string[];
  stated: readonly string[];
}

/**
 * Everything that recording must know, in one round trip. To be read after the locks are held: a statement sees what was committed
 * when it began.
 */
export async function lookUp(client: pg.ClientBase, keys: LookupKeys): Promise<Lookup> {
  const { rows } = await client.query<Omit<Lookup, "organization"> & { organization: OrganizationFacts | null }>({
    name: "record-lookup",
    text: LOOKUP,
    values: [
      keys.identities.map((i) => i.scheme),
      keys.identities.map((i) => i.value),
      keys.messageIds,
      keys.fingerprints.map((f) => f.fingerprint),
      keys.fingerprints.map((f) => f.named),
      keys.addresses,
      keys.domains,
      keys.stated,
    ],
  });
  const found = rows[0];
  if (!found?.organization) throw new Error("the organisation of this transaction does not exist");
  return { ...found, organization: found.organization };
}

const list = (query: string) => `coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;

/**
 * LATERAL with LIMIT: one index look-up per key, whatever the planner believes of the size of the tables. A prepared plan lives as long
 * as its connection, and the first ones are made while the tables are empty.
 */
const LOOKUP = `SELECT
  (SELECT json_build_object(
     'ownDomains', o.own_domains, 'country', o.country,
     'colleagueMailLevel', coalesce(o.settings ->> 'colleagueMailLevel', 'subject'),
     'users', ${list(`SELECT u.id, u.email || u.aliases || coalesce(m.addresses, '{}') AS addresses FROM users u
        LEFT JOIN LATERAL (SELECT array_agg(a) AS addresses FROM connections c, unnest(c.addresses) a
                           WHERE c.user_id = u.id AND c.kind = 'mailbox' AND c.removed_at IS NULL) m ON true`)},
     'exclusions', ${list(`SELECT user_id AS "userId", kind, value FROM exclusions`)},
     'hasRules', EXISTS (SELECT FROM grants WHERE org_id = app_org()) OR EXISTS (SELECT FROM customer_restrictions WHERE org_id = app_org()),
     'hasDeals', EXISTS (SELECT FROM opportunities WHERE org_id = app_org()),
     'hasWebhooks', EXISTS (SELECT FROM webhooks WHERE org_id = app_org() AND state = 'active'),
     'hasErased', EXISTS (SELECT FROM tombstones WHERE org_id = app_org()),
     'awaitsAnswers', EXISTS (SELECT FROM reminders WHERE kind = 'no-reply' AND state IN ('waiting', 'due')))
   FROM organizations o WHERE o.id = app_org()) AS organization,
  ${list(`SELECT k.scheme, k.value, i.interaction_id AS "interactionId" FROM unnest($1::text[], $2::text[]) AS k(scheme, value)
     CROSS JOIN LATERAL (SELECT interaction_id FROM interaction_identities i
       WHERE i.org_id = app_org() AND i.scheme = k.scheme AND i.value = k.value LIMIT 1) i`)} AS identities,
  ${list(`SELECT DISTINCT i.id, k.fingerprint FROM unnest($4::text[], $5::boolean[]) AS k(fingerprint, named)
     CROSS JOIN LATERAL (SELECT i.id FROM interactions i WHERE i.org_id = app_org() AND i.fingerprint = k.fingerprint AND i.state <> 'merged'
       AND NOT (k.named AND i.named) LIMIT 20) i`)} AS "lookAlikes",
  ${list(`SELECT k.message_id AS "messageId", r.interaction_id AS "interactionId", i.thread_id AS "threadId" FROM unnest($3::text[]) AS k(message_id)
     CROSS JOIN LATERAL (SELECT interaction_id FROM interaction_references r WHERE r.org_id = app_org() AND r.message_id = k.message_id LIMIT 20) r
     CROSS JOIN LATERAL (SELECT thread_id FROM interactions i WHERE i.id = r.interaction_id LIMIT 1) i`)} AS children,
  ${list(`SELECT k.address, c.id AS "contactId", c.name AS "contactName", c.customer_id AS "customerId", u.name AS "customerName",
       a.valid_from AS "validFrom", a.valid_to AS "validTo" FROM unnest($6::text[]) AS k(address)
     CROSS JOIN LATERAL (SELECT a.contact_id, a.valid_from, a.valid_to FROM contact_addresses a WHERE a.org_id = app_org() AND a.kind = CASE WHEN k.address LIKE '%@%' THEN 'email' ELSE 'phone' END
       AND a.value = k.address LIMIT 20) a
     CROSS JOIN LATERAL (SELECT id, name, customer_id FROM contacts c WHERE c.id = a.contact_id AND c.archived_at IS NULL LIMIT 1) c
     LEFT JOIN LATERAL (SELECT name FROM customers u WHERE u.id = c.customer_id LIMIT 1) u ON true`)} AS directory,
  ${list(`SELECT d.domain, c.id AS "customerId", c.name AS "customerName" FROM unnest($7::text[]) AS k(domain)
     CROSS JOIN LATERAL (SELECT domain, customer_id FROM customer_domains d WHERE d.org_id = app_org() AND d.domain = k.domain LIMIT 20) d
     CROSS JOIN LATERAL (SELECT id, name FROM customers c WHERE c.id = d.customer_id AND c.archived_at IS NULL LIMIT 1) c`)} AS domains,
  ${list(`SELECT r.id, r.kind, r.value, r.customer_id AS "customerId", c.name AS "customerName"
     FROM (SELECT 'address' AS kind, unnest($6::text[]) AS value UNION ALL SELECT 'domain', unnest($7::text[])) k
     CROSS JOIN LATERAL (SELECT * FROM link_rules r WHERE r.org_id = app_org() AND r.kind = k.kind AND r.value = k.value AND r.opportunity_id IS NULL AND NOT r.no_opportunity
       ORDER BY r.id DESC LIMIT 1) r
     CROSS JOIN LATERAL (SELECT name FROM customers c WHERE c.id = r.customer_id AND c.archived_at IS NULL LIMIT 1) c`)} AS rules,
  ${list(`SELECT s.*, u.name AS "customerName" FROM (
       SELECT 'customer' AS target, id, name, id AS "customerId" FROM customers WHERE id = ANY($8::uuid[])
       UNION ALL SELECT 'contact', id, name, customer_id FROM contacts WHERE id = ANY($8::uuid[])
       UNION ALL SELECT 'opportunity', id, name, customer_id FROM opportunities WHERE id = ANY($8::uuid[])) s LEFT JOIN customers u ON u.id = s."customerId"`)} AS stated`;

/** Of the people behind addresses those whose addresses they were at a time: an address may have passed from one person to another. */
export function validAt<T extends { validFrom: string | null; validTo: string | null }>(entries: readonly T[], occurredAt: string): T[] {
  const at = Date.parse(occurredAt);
  return entries.filter(
    ({ validFrom, validTo }) => (validFrom === null || Date.parse(validFrom) <= at) && (validTo === null || at < Date.parse(validTo)),
  );
}

/** Customers and opportunities with rules of their own, by id, and of these the restricted customers. */
export interface Ruled {
  all: ReadonlySet<string>;
  restricted: ReadonlySet<string>;
}

export const NOTHING_RULED: Ruled = { all: new Set(), restricted: new Set() };

/** All of the organisation: few, and only where there are any. */
export async function loadRuled(client: pg.ClientBase): Promise<Ruled> {
  const { rows } = await client.query<{ id: string; restricted: boolean }>({
    name: "record-ruled",
    text: `SELECT resource_id AS id, false AS restricted FROM grants WHERE org_id = app_org() AND resource IN ('customer', 'opportunity')
      UNION SELECT customer_id, true FROM customer_restrictions WHERE org_id = app_org()`,
  });
  return { all: new Set(rows.map(({ id }) => id)), restricted: new Set(rows.filter(({ restricted }) => restricted).map(({ id }) => id)) };
}

/** The interactions of these ids with everything that a decision about an arriving one needs. */
export async function loadKnown(client: pg.ClientBase, ids: readonly string[]): Promise<KnownInteraction[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<KnownInteraction>({ name: "record-known", text: KNOWN, values: [ids] });
  return rows;
}

const KNOWN = `SELECT i.id, i.kind, i.direction, to_json(i.occurred_at) #>> '{}' AS "occurredAt", i.thread_id AS "threadId", i.level, i.fingerprint,
  i.audience_id AS "audienceId", i.details, i.attachment_count AS "attachmentCount", s.subject, b.preview, (b.text IS NOT NULL OR b.html IS NOT NULL) AS "hasText",
  ${list(`SELECT scheme, value FROM interaction_identities WHERE interaction_id = i.id`)} AS identities,
  ${list(`SELECT role, address, response FROM interaction_participants WHERE interaction_id = i.id`)} AS participants,
  ${list(`SELECT l.target, l.target_id AS id, coalesce(c.name, p.name, o.name, '') AS name, l.chosen, l.score, l.decided_by AS "decidedBy" FROM interaction_links l
    LEFT JOIN customers c ON l.target = 'customer' AND c.id = l.target_id LEFT JOIN contacts p ON l.target = 'contact' AND p.id = l.target_id
    LEFT JOIN opportunities o ON l.target = 'opportunity' AND o.id = l.target_id WHERE l.interaction_id = i.id`)} AS links,
  ${list(`SELECT owner_id AS "ownerId", source FROM interaction_copies WHERE interaction_id = i.id`)} AS copies
  FROM interactions i LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id
  WHERE i.id = ANY($1::uuid[]) AND i.state <> 'merged'`;

import type { Tx } from "../../db/database.ts";
import type { ErasureTarget, LifeTarget } from "../../db/schema/erasure.ts";
import { withClient } from "../../db/transaction.ts";
import { found } from "../authorise.ts";

/** Everything that an erasure bears on. Read with the eyes of the system: also what lies in mailboxes of colleagues. */
export interface Extent {
  target: ErasureTarget;
  id: string;
  customerIds: string[];
  contactIds: string[];
  opportunityIds: string[];
  /** Interactions that go whole. */
  interactionIds: string[];
  /** Interactions with other people outside: they stay, and the person is made unknown in them. */
  sharedIds: string[];
  /** Addresses and phone numbers, normalised. */
  addresses: string[];
  domains: string[];
  /** Names of the people, as they are written in texts. */
  names: string[];
}

/** An extent without anything in it. */
export const NOTHING = {
  customerIds: [],
  contactIds: [],
  opportunityIds: [],
  interactionIds: [],
  sharedIds: [],
  addresses: [],
  domains: [],
  names: [],
};

/** @throws AppError `not-found` */
export async function extentOf(tx: Tx, target: LifeTarget, id: string): Promise<Extent> {
  const client = withClient(tx);
  if (target === "interaction") {
    const { rows } = await client.query<{ id: string }>("SELECT coalesce(merged_into, id) AS id FROM interactions WHERE id = $1", [id]);
    const root = found(rows[0], "interaction").id;
    const all = await client.query<{ id: string }>("SELECT id FROM interactions WHERE id = $1 OR merged_into = $1", [root]);
    return { ...NOTHING, target, id: root, interactionIds: all.rows.map((row) => row.id) };
  }
  const own = await ownRows(tx, target, id);
  const { rows } = await client.query<{ id: string; shared: boolean }>(REACHED, [
    own.customerIds,
    own.contactIds,
    own.opportunityIds,
    own.addresses,
    own.domains,
  ]);
  return {
    target,
    id,
    ...own,
    interactionIds: rows.filter(({ shared }) => !shared).map((row) => row.id),
    sharedIds: rows.filter(({ shared }) => shared).map((row) => row.id),
  };
}

/** The customer with its people and deals, or the person; with what was merged into it before. */
async function ownRows(tx: Tx, target: "customer" | "contact", id: string) {
  const { rows } = await withClient(tx).query<{
    customerIds: string[];
    contactIds: string[];
    opportunityIds: string[];
    domains: string[];
    addresses: string[];
    names: string[];
  }>(
    `WITH c AS (SELECT id, name, domains FROM customers WHERE $1 = 'customer' AND (id = $2 OR merged_into = $2)),
       p AS (SELECT id, name FROM contacts WHERE customer_id IN (SELECT id FROM c) OR ($1 = 'contact' AND (id = $2 OR merged_into = $2)))
     SELECT ARRAY(SELECT id FROM c) AS "customerIds", ARRAY(SELECT id FROM p) AS "contactIds",
       ARRAY(SELECT id FROM opportunities WHERE customer_id IN (SELECT id FROM c)) AS "opportunityIds",
       ARRAY(SELECT DISTINCT d FROM c, unnest(c.domains) d) AS domains,
       ARRAY(SELECT DISTINCT value FROM contact_addresses WHERE contact_id IN (SELECT id FROM p)) AS addresses,
       ARRAY(SELECT DISTINCT name FROM c UNION SELECT DISTINCT name FROM p) AS names`,
    [target, id],
  );
  const own = rows[0]!;
  found(own.customerIds[0] ?? own.contactIds[0], target);
  return own;
}

/**
 * Interactions of these customers, people, deals, addresses and domains, each with whether it also belongs to somebody else: another customer that
 * was chosen for it, or a participant outside who is none of theirs.
 */
const REACHED = `WITH reached AS (
    SELECT interaction_id AS id FROM interaction_links WHERE org_id = app_org() AND ((target = 'customer' AND target_id = ANY($1::uuid[]) AND chosen)
      OR (target = 'contact' AND target_id = ANY($2::uuid[])) OR (target = 'opportunity' AND target_id = ANY($3::uuid[]) AND chosen))
    UNION SELECT interaction_id FROM interaction_participants WHERE org_id = app_org() AND (contact_id = ANY($2::uuid[]) OR address = ANY($4::text[])
      OR split_part(address, '@', 2) = ANY($5::text[])))
  SELECT i.id, i.state <> 'merged' AND (
      EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen AND l.target_id <> ALL($1::uuid[])
        AND cardinality($1::uuid[]) > 0)
      OR EXISTS (SELECT FROM interaction_participants p WHERE p.interaction_id = i.id AND p.user_id IS NULL AND p.role <> 'bcc' AND p.address IS NOT NULL
        AND p.address <> ALL($4::text[]) AND split_part(p.address, '@', 2) <> ALL($5::text[]) AND coalesce(p.contact_id <> ALL($2::uuid[]), true)
        AND NOT EXISTS (SELECT FROM users u WHERE u.email = p.address OR p.address = ANY(u.aliases))
        AND NOT EXISTS (SELECT FROM organizations o WHERE split_part(p.address, '@', 2) = ANY(o.own_domains)))) AS shared
  FROM interactions i WHERE i.org_id = app_org() AND (i.id IN (SELECT id FROM reached) OR i.merged_into IN (SELECT id FROM reached))`;

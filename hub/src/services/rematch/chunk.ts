import type pg from "pg";
import { domainOf, isFreeMailDomain } from "@kronika/core/addresses.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { withClient } from "../../db/transaction.ts";
import type { LinkState } from "../../db/schema/rematches.ts";
import { lookUp } from "../interactions/recording/lookup.ts";
import { withParents } from "../interactions/recording/prepare.ts";
import { settleAudiences } from "../rights/settle-audiences.ts";
import { compare, samePlaces, type Comparable, type Parent } from "./compare.ts";

/** How many interactions one transaction takes. */
const CHUNK = 1000;

/** What a step did: how many it looked at, and how many of them moved (or were left out as stale). */
export interface ChunkResult {
  looked: number;
  moved: number;
  stale: number;
}

const LINKS = `coalesce((SELECT json_agg(json_build_object('target', l.target, 'id', l.target_id, 'chosen', l.chosen, 'score', l.score, 'evidence', l.evidence,
  'decidedBy', l.decided_by, 'customerId', o.customer_id)) FROM interaction_links l LEFT JOIN opportunities o ON l.target = 'opportunity' AND o.id = l.target_id
  WHERE l.interaction_id = i.id), '[]')`;
const PARTICIPANTS = `coalesce((SELECT json_agg(json_build_object('role', p.role, 'address', p.address)) FROM interaction_participants p WHERE p.interaction_id = i.id), '[]')`;

const PENDING = `SELECT i.id, to_json(i.occurred_at) #>> '{}' AS "occurredAt", ${LINKS} AS links, ${PARTICIPANTS} AS participants,
  (SELECT n.interaction_id FROM interaction_references r
     JOIN interaction_identities n ON n.org_id = r.org_id AND n.scheme = 'message-id' AND n.value = r.message_id
     JOIN interactions p ON p.id = n.interaction_id
   WHERE r.interaction_id = i.id ORDER BY p.occurred_at DESC LIMIT 1) AS "parentId"
  FROM (SELECT interaction_id FROM rematch_moves WHERE rematch_id = $1 AND state = 'pending' ORDER BY occurred_at, interaction_id LIMIT ${CHUNK}) m
  JOIN interactions i ON i.id = m.interaction_id ORDER BY i.occurred_at, i.id`;

/** Parents outside of this chunk: as this rematch will leave them, else as they are. */
const PARENTS = `SELECT i.id, coalesce((SELECT m.after::json FROM rematch_moves m WHERE m.rematch_id = $1 AND m.interaction_id = i.id AND m.after IS NOT NULL), ${LINKS}) AS links,
  coalesce((SELECT json_agg(p.address) FROM interaction_participants p WHERE p.interaction_id = i.id AND p.address IS NOT NULL), '[]') AS addresses
  FROM interactions i WHERE i.id = ANY($2::uuid[])`;

/** Compares the next interactions, the oldest first, so that a reply finds its parent where it will be. */
export async function compareChunk(tx: Tx, rematchId: string): Promise<ChunkResult> {
  const client = withClient(tx);
  const { rows } = await client.query<Comparable>(PENDING, [rematchId]);
  if (rows.length === 0) {
    // Interactions that were erased meanwhile.
    await client.query("DELETE FROM rematch_moves WHERE rematch_id = $1 AND state = 'pending'", [rematchId]);
    return { looked: 0, moved: 0, stale: 0 };
  }
  const directory = await directoryOf(client, rows);
  const inChunk = new Map<string, Parent>();
  const outside = rows.flatMap(({ parentId }) => (parentId === null || rows.some(({ id }) => id === parentId) ? [] : [parentId]));
  const parents = await client.query<Parent>(PARENTS, [rematchId, [...new Set(outside)]]);
  for (const parent of parents.rows) inChunk.set(parent.id, parent);
  const moves: { id: string; before: LinkState[]; after: LinkState[] }[] = [];
  for (const item of rows) {
    const after = compare(item, directory, item.parentId === null ? undefined : inChunk.get(item.parentId));
    const addresses = item.participants.flatMap(({ address }) => (address === null ? [] : [address]));
    inChunk.set(item.id, { id: item.id, addresses, links: after ?? item.links });
    if (after) moves.push({ id: item.id, before: item.links.map(stateOf), after });
  }
  await client.query(
    `WITH m AS (SELECT * FROM json_to_recordset($2::json) AS m(id uuid, before jsonb, after jsonb)),
       same AS (DELETE FROM rematch_moves r WHERE r.rematch_id = $1 AND r.interaction_id = ANY($3::uuid[]) AND NOT EXISTS (SELECT FROM m WHERE m.id = r.interaction_id))
     UPDATE rematch_moves r SET state = 'move', before = m.before, after = m.after FROM m WHERE r.rematch_id = $1 AND r.interaction_id = m.id`,
    [rematchId, JSON.stringify(moves), rows.map(({ id }) => id)],
  );
  return { looked: rows.length, moved: moves.length, stale: 0 };
}

const stateOf = ({ target, id, chosen, score, evidence }: LinkState): LinkState => ({ target, id, chosen, score, evidence });

async function directoryOf(client: pg.ClientBase, rows: readonly Comparable[]) {
  const addresses = [...new Set(rows.flatMap(({ participants }) => participants.flatMap(({ address }) => address ?? [])))];
  const domains = [...new Set(addresses.filter((a) => a.includes("@")).map(domainOf))].filter((domain) => !isFreeMailDomain(domain));
  const keys = { identities: [], messageIds: [], fingerprints: [], addresses, domains: withParents(domains), stated: [] };
  const { organization, directory, domains: entries, rules } = await lookUp(client, keys);
  return {
    own: { addresses: organization.users.flatMap((user) => user.addresses), domains: organization.ownDomains },
    entries: directory,
    domains: entries,
    rules,
  };
}

/** Which way a chunk is written. */
const DIRECTIONS = {
  apply: { take: "move", give: "applied", from: "before", to: "after" },
  undo: { take: "applied", give: "undone", from: "after", to: "before" },
} as const;

/**
 * Writes the next moves, or takes them back. An interaction whose places are no longer those of the preview is left alone: somebody has
 * changed it since.
 */
export async function writeChunk(tx: Tx, ctx: Ctx, rematchId: string, direction: keyof typeof DIRECTIONS): Promise<ChunkResult> {
  const { take, give, from, to } = DIRECTIONS[direction];
  const client = withClient(tx);
  const { rows } = await client.query<{ id: string; expected: LinkState[]; wanted: LinkState[]; links: Comparable["links"] }>(
    `SELECT m.interaction_id AS id, m.${from} AS expected, m.${to} AS wanted, ${LINKS} AS links
     FROM (SELECT * FROM rematch_moves WHERE rematch_id = $1 AND state = $2 ORDER BY occurred_at, interaction_id LIMIT ${CHUNK} FOR UPDATE) m
     JOIN interactions i ON i.id = m.interaction_id`,
    [rematchId, take],
  );
  const ready = rows.filter(({ links, expected }) => samePlaces(links, expected) && links.every(({ decidedBy }) => decidedBy === "rule"));
  const ids = ready.map(({ id }) => id);
  const links = ready.flatMap(({ id, wanted }) =>
    wanted.map((link) => ({
      row: newId(),
      interaction_id: id,
      target: link.target,
      target_id: link.id,
      chosen: link.chosen,
      score: link.score,
      evidence: link.evidence,
    })),
  );
  await client.query("DELETE FROM interaction_links WHERE interaction_id = ANY($1::uuid[])", [ids]);
  await client.query(INSERT_LINKS, [JSON.stringify(links), ctx.now()]);
  await client.query(NAME_PARTICIPANTS, [ids]);
  await settleAudiences(tx, ctx, { interactions: ids });
  await client.query(
    "UPDATE rematch_moves SET state = CASE WHEN interaction_id = ANY($2::uuid[]) THEN $3 ELSE 'stale' END WHERE rematch_id = $1 AND interaction_id = ANY($4::uuid[])",
    [rematchId, ids, give, rows.map(({ id }) => id)],
  );
  if (rows.length === 0)
    await client.query("UPDATE rematch_moves SET state = 'stale' WHERE rematch_id = $1 AND state = $2", [rematchId, take]);
  return { looked: rows.length, moved: ids.length, stale: rows.length - ids.length };
}

/** A target that is gone since (erased, merged) is left out. */
const INSERT_LINKS = `INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at, chosen, evidence, score, decided_by, created_at)
  SELECT n.row, i.org_id, i.id, i.audience_id, n.target, n.target_id, i.occurred_at, n.chosen, n.evidence, n.score, 'rule', $2
  FROM json_to_recordset($1::json) AS n(row uuid, interaction_id uuid, target text, target_id uuid, chosen boolean, score real, evidence jsonb)
  JOIN interactions i ON i.id = n.interaction_id
  WHERE CASE n.target WHEN 'customer' THEN EXISTS (SELECT FROM customers c WHERE c.id = n.target_id AND c.merged_into IS NULL)
    WHEN 'contact' THEN EXISTS (SELECT FROM contacts c WHERE c.id = n.target_id AND c.merged_into IS NULL)
    ELSE EXISTS (SELECT FROM opportunities o WHERE o.id = n.target_id) END
  ON CONFLICT DO NOTHING`;

/** Who a participant is, when exactly one contact has his address. */
const NAME_PARTICIPANTS = `UPDATE interaction_participants p SET contact_id = n.contact_id
  FROM (SELECT q.id, (SELECT CASE WHEN count(DISTINCT a.contact_id) = 1 THEN (array_agg(a.contact_id))[1] END FROM contact_addresses a
      JOIN contacts c ON c.id = a.contact_id AND c.archived_at IS NULL WHERE a.org_id = q.org_id AND a.value = q.address
        AND (a.valid_from IS NULL OR a.valid_from <= i.occurred_at) AND (a.valid_to IS NULL OR i.occurred_at < a.valid_to)) AS contact_id
    FROM interaction_participants q JOIN interactions i ON i.id = q.interaction_id WHERE q.interaction_id = ANY($1::uuid[]) AND q.user_id IS NULL AND q.address IS NOT NULL) n
  WHERE p.id = n.id AND p.contact_id IS DISTINCT FROM n.contact_id`;

import type pg from "pg";
import type { AttributionRule, CandidateDeal, CandidateDocument } from "@kronika/core/attribution.ts";

/** What attribution must know of the customers of a batch: their deals with what was last said in them, documents, and rules. */
export interface Deals {
  deals: (CandidateDeal & { customerName: string })[];
  documents: (CandidateDocument & { customerId: string })[];
  rules: (AttributionRule & { customerId: string })[];
}

export const NO_DEALS: Deals = { deals: [], documents: [], rules: [] };

/** Of each deal that many of its latest interactions are looked at. */
const RECENT = 20;
/** Of so many of these also how they begin: every one is read for each batch. */
const OPENINGS = 10;
/** Of each customer at most so many deals and documents, the newest first. */
const MAX_DEALS = 60;
const MAX_DOCUMENTS = 200;

/**
 * Deals of these customers that are open or were closed within half a year before the oldest item, and those of these ids; documents of the same
 * customers. One round trip, by keys only.
 * @param since of the batch's oldest interaction
 */
export async function loadDeals(
  client: pg.ClientBase,
  keys: { customerIds: readonly string[]; opportunityIds: readonly string[]; since: Date },
): Promise<Deals> {
  if (keys.customerIds.length === 0 && keys.opportunityIds.length === 0) return NO_DEALS;
  const { rows } = await client.query<Deals>({
    name: "record-deals",
    text: DEALS,
    values: [keys.customerIds, keys.opportunityIds, new Date(keys.since.getTime() - 180 * 86_400_000)],
  });
  return rows[0] ?? NO_DEALS;
}

const list = (query: string) => `coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;

const DEALS = `SELECT
  ${list(`SELECT o.id, o.customer_id AS "customerId", u.name AS "customerName", o.name, to_json(o.created_at) #>> '{}' AS "createdAt", to_json(o.closed_at) #>> '{}' AS "closedAt",
      o.owner_id AS "ownerId", '[]'::json AS "contactIds", coalesce(h.people, '[]'::json) AS people, coalesce(h.subjects, '[]'::json) AS subjects,
      coalesce(h.openings, '[]'::json) AS openings,
      to_json(h.last) #>> '{}' AS "lastInteractionAt"
    FROM (SELECT o.* FROM unnest($1::uuid[]) AS k(id)
        CROSS JOIN LATERAL (SELECT * FROM opportunities o WHERE o.org_id = app_org() AND o.customer_id = k.id AND (o.closed_at IS NULL OR o.closed_at > $3)
          ORDER BY o.id DESC LIMIT ${MAX_DEALS}) o
      UNION SELECT * FROM opportunities WHERE id = ANY($2::uuid[])) o
    JOIN LATERAL (SELECT name FROM customers u WHERE u.id = o.customer_id LIMIT 1) u ON true
    LEFT JOIN LATERAL (
      WITH recent AS MATERIALIZED (SELECT interaction_id, occurred_at FROM interaction_links l WHERE l.org_id = app_org() AND l.target = 'opportunity' AND l.target_id = o.id
        AND l.chosen ORDER BY l.occurred_at DESC, l.interaction_id DESC LIMIT ${RECENT})
      SELECT max(occurred_at) AS last,
        (SELECT json_agg(json_build_object('address', p.address, 'count', p.n)) FROM (SELECT p.address, count(DISTINCT p.interaction_id)::int AS n FROM recent r
           JOIN interaction_participants p ON p.interaction_id = r.interaction_id WHERE p.user_id IS NULL AND p.address IS NOT NULL GROUP BY p.address) p) AS people,
        (SELECT json_agg(DISTINCT s.subject) FROM recent r JOIN interaction_subjects s ON s.interaction_id = r.interaction_id) AS subjects,
        (SELECT json_agg(b.preview) FROM (SELECT interaction_id FROM recent ORDER BY occurred_at DESC, interaction_id DESC LIMIT ${OPENINGS}) r JOIN interaction_bodies b ON b.interaction_id = r.interaction_id WHERE b.preview <> '') AS openings
      FROM recent) h ON true`)} AS deals,
  ${list(`SELECT d.id, d.number, d.kind, d.customer_id AS "customerId", d.opportunity_id AS "opportunityId", d.issued_on AS "issuedAt" FROM unnest($1::uuid[]) AS k(id)
    CROSS JOIN LATERAL (SELECT * FROM sales_documents d WHERE d.org_id = app_org() AND d.customer_id = k.id ORDER BY d.issued_on DESC, d.id DESC LIMIT ${MAX_DOCUMENTS}) d`)} AS documents,
  ${list(`SELECT r.id, r.kind, r.value, r.customer_id AS "customerId", r.opportunity_id AS "opportunityId" FROM link_rules r
    WHERE r.org_id = app_org() AND r.customer_id = ANY($1::uuid[]) AND (r.opportunity_id IS NOT NULL OR r.no_opportunity)`)} AS rules`;

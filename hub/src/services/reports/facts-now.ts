import { engagementWeights, HALF_LIFE_DAYS, HORIZON_DAYS } from "@kronika/core/engagement.ts";
import type { ReportName } from "./schemas.ts";

/** Reports about how things stand now: the same shape of facts and the same parameters as in facts.ts. */

/** Whose: the owner's. A team's are those of its people. */
const owned = (alias: string, customer: string) =>
  `($4::uuid[] IS NULL OR ${alias}.owner_id = ANY ($4::uuid[])) AND ($6::uuid IS NULL OR ${customer} = $6)`;
const lastContact = (target: "customer" | "opportunity", id: string) => `(SELECT l.occurred_at FROM interaction_links l
  WHERE l.org_id = app_org() AND l.target = '${target}' AND l.target_id = ${id} AND l.chosen AND l.occurred_at <= $3 ORDER BY l.occurred_at DESC LIMIT 1)`;
const days = (since: string) => `floor(extract(epoch FROM $3 - ${since}) / 86400)::numeric`;
const activeCustomer = "c.org_id = app_org() AND c.archived_at IS NULL AND c.kinds @> ARRAY['customer']";

/**
 * Customers without contact for more than 60 days (who never had any: since they were entered), with the days; open deals without a next step: no
 * open reminder and no meeting to come.
 */
const NEGLECTED = `SELECT ARRAY['customer:neglected'] AS figures, 'customer' AS noun, n.id, n.since AS at, NULL::boolean AS hit, ${days("n.since")} AS value, NULL::text AS currency
    FROM (SELECT c.id, coalesce(${lastContact("customer", "c.id")}, c.created_at) AS since FROM customers c WHERE ${activeCustomer} AND ${owned("c", "c.id")}) n
    WHERE n.since < $3 - interval '60 days'
  UNION ALL SELECT ARRAY['deal:no-next-step'], 'opportunity', o.id, o.created_at, NULL, ${days("o.created_at")}, NULL FROM opportunities o
    WHERE o.org_id = app_org() AND o.state = 'open' AND ${owned("o", "o.customer_id")}
      AND NOT EXISTS (SELECT FROM reminders r WHERE r.org_id = app_org() AND r.opportunity_id = o.id AND r.state IN ('waiting', 'due'))
      AND NOT EXISTS (SELECT FROM interaction_links l JOIN interactions i ON i.id = l.interaction_id WHERE l.org_id = app_org() AND l.target = 'opportunity' AND l.target_id = o.id AND l.chosen
        AND l.occurred_at > $3 AND i.kind = 'meeting' AND i.state = 'active')`;

/** Open reminders by how long they are overdue; of those that were done in the period, the ones that were done by the end of their day. */
const NEXT_STEPS = `SELECT ARRAY['open:' || CASE WHEN r.late <= 0 THEN 'in-time' WHEN r.late <= 3 THEN '1-3' WHEN r.late <= 7 THEN '4-7' ELSE 'from-8' END] AS figures,
    'reminder' AS noun, r.id, r.due_at AS at, NULL::boolean AS hit, greatest(r.late, 0)::numeric AS value, NULL::text AS currency
  FROM (SELECT m.id, m.due_at, ($3::timestamptz AT TIME ZONE $11::text)::date - (m.due_at AT TIME ZONE $11::text)::date AS late FROM reminders m WHERE m.org_id = app_org() AND m.state IN ('waiting', 'due')
    AND ($4::uuid[] IS NULL OR m.user_id = ANY ($4::uuid[])) AND ($6::uuid IS NULL OR m.customer_id = $6)) r
  UNION ALL SELECT ARRAY['done:all'], 'reminder', r.id, r.finished_at, (r.finished_at AT TIME ZONE $11::text)::date <= (r.due_at AT TIME ZONE $11::text)::date, NULL, NULL FROM reminders r
    WHERE r.org_id = app_org() AND r.state = 'done' AND r.finished_at >= $1 AND r.finished_at < least($2, $3)
      AND ($4::uuid[] IS NULL OR r.user_id = ANY ($4::uuid[])) AND ($6::uuid IS NULL OR r.customer_id = $6)`;

/** Who of a customer's people wrote or called in the last 90 days. */
const heard = (
  customer: string,
) => `(SELECT count(DISTINCT p.contact_id) FROM interaction_links l JOIN interactions i ON i.id = l.interaction_id
    JOIN interaction_participants p ON p.interaction_id = i.id AND p.role IN ('from', 'caller') JOIN contacts k ON k.id = p.contact_id AND k.archived_at IS NULL AND k.customer_id = ${customer}
  WHERE l.org_id = app_org() AND l.target = 'customer' AND l.target_id = ${customer} AND l.chosen AND l.occurred_at > $3 - interval '90 days' AND l.occurred_at <= $3
    AND i.direction = 'incoming' AND i.state = 'active')`;

/** Active customers by how many of their people were heard from in 90 days; open deals of customers where that was one or nobody. */
const COVERAGE = `SELECT ARRAY['heard:' || least(h.people, 3)] AS figures, 'customer' AS noun, h.id, h.created_at AS at, NULL::boolean AS hit, h.people::numeric AS value, NULL::text AS currency
    FROM (SELECT c.id, c.created_at, ${heard("c.id")} AS people FROM customers c WHERE ${activeCustomer} AND ${owned("c", "c.id")}) h
  UNION ALL SELECT ARRAY['deal:on-one-person'], 'opportunity', o.id, o.created_at, NULL, NULL, NULL FROM opportunities o
    WHERE o.org_id = app_org() AND o.state = 'open' AND ${owned("o", "o.customer_id")} AND ${heard("o.customer_id")} <= 1`;

/** Open deals by stage with their value; by the age of their last contact. */
const PIPELINE = `WITH open AS MATERIALIZED (SELECT o.id, o.stage, o.value, o.currency, o.created_at, ${lastContact("opportunity", "o.id")} AS last FROM opportunities o
    WHERE o.org_id = app_org() AND o.state = 'open' AND ${owned("o", "o.customer_id")})
  SELECT ARRAY['stage:' || stage] AS figures, 'opportunity' AS noun, id, created_at AS at, NULL::boolean AS hit, value, currency FROM open
  UNION ALL SELECT ARRAY['contact:' || CASE WHEN last IS NULL THEN 'never' WHEN last > $3 - interval '7 days' THEN '0-7' WHEN last > $3 - interval '30 days' THEN '8-30' ELSE 'from-31' END],
    'opportunity', id, created_at, NULL, value, currency FROM open`;

/**
 * Customers by the band of their engagement at the end of the period, by the formula and the weights of core/engagement.ts, from what
 * services/engagement/events.ts counts.
 */
const WEIGHTS = Object.entries(engagementWeights)
  .map(([kind, weight]) => `('${kind}', ${weight}::float8)`)
  .join(", ");
const MOMENT = "least($2, $3)";
const SINCE = `${MOMENT} - interval '${HORIZON_DAYS} days'`;
const ENGAGEMENT = `WITH whose AS MATERIALIZED (SELECT c.id, c.created_at FROM customers c WHERE ${activeCustomer} AND ${owned("c", "c.id")}),
  done AS (SELECT w.id, CASE i.kind WHEN 'email' THEN 'own-mail' ELSE 'own-call' END AS kind, i.occurred_at AS at
    FROM whose w JOIN interaction_links l ON l.org_id = app_org() AND l.target = 'customer' AND l.target_id = w.id AND l.chosen AND l.occurred_at BETWEEN ${SINCE} AND ${MOMENT}
    JOIN interactions i ON i.id = l.interaction_id AND i.direction = 'incoming' AND i.state = 'active' AND (i.kind = 'call' OR (i.kind = 'email' AND coalesce(i.details ->> 'mailKind', 'normal') = 'normal'
      AND NOT EXISTS (SELECT FROM reactions r WHERE r.interaction_id = i.id AND r.kind = 'reply')))
    UNION ALL SELECT w.id, k.kind, r.occurred_at FROM whose w JOIN interaction_links l ON l.org_id = app_org() AND l.target = 'customer' AND l.target_id = w.id AND l.chosen
    JOIN reactions r ON r.interaction_id = l.interaction_id AND r.occurred_at BETWEEN ${SINCE} AND ${MOMENT}
    JOIN (VALUES ('reply', 'reply'), ('answered', 'answered-call'), ('attended', 'meeting-held'), ('accepted', 'accepted'), ('declined', 'declined'),
      ('no-show', 'no-show'), ('opt-out', 'opt-out'), ('bounce', 'hard-bounce')) AS k(reaction, kind) ON k.reaction = r.kind
    WHERE NOT EXISTS (SELECT FROM contacts c WHERE c.id = r.contact_id AND c.customer_id <> w.id)),
  scored AS (SELECT w.id, w.created_at, round(greatest(0, 100 * (1 - exp(-coalesce(sum(v.weight * power(0.5, extract(epoch FROM ${MOMENT} - d.at)::float8 / 86400 / ${HALF_LIFE_DAYS})), 0))))::numeric, 1) AS score
    FROM whose w LEFT JOIN done d ON d.id = w.id LEFT JOIN (VALUES ${WEIGHTS}) AS v(kind, weight) ON v.kind = d.kind GROUP BY w.id, w.created_at)
  SELECT ARRAY['band:' || CASE WHEN score < 15 THEN 'cold' WHEN score < 40 THEN 'cool' WHEN score < 70 THEN 'warm' ELSE 'hot' END] AS figures, 'customer' AS noun, id, created_at AS at,
    NULL::boolean AS hit, score AS value, NULL::text AS currency FROM scored`;

export const PRESENT_FACTS = {
  engagement: ENGAGEMENT,
  neglected: NEGLECTED,
  "next-steps": NEXT_STEPS,
  coverage: COVERAGE,
  pipeline: PIPELINE,
} satisfies Partial<Record<ReportName, string>>;

import type { ReportName } from "./schemas.ts";

/**
 * Every report is one query that names its facts, one row each: `figure` (the ids of the figures for which it counts), `noun` and `id` of
 * what can be opened, `at`, `hit` (counts for the share; null where there is no share) and `value` (a duration, or an amount in `currency`).
 * Figures are counted from the facts, and the list behind a figure is its facts: so they cannot disagree.
 *
 * All of it runs under the viewer's row security: nobody counts what he does not see. Two viewers may therefore see two figures for the same
 * question; each is right about what the list behind it shows. Interactions count at level metadata.
 *
 * Parameters: $1 beginning and $2 end (half open) of the period, $3 now, $4 reps (null: all), $5 kind, $6 customer, $7 working days, $8 and $9
 * the seconds of the day at which work begins and ends, $10 `day`, `week` or `month`, $11 the organisation's time zone.
 * A period is read whole and joined as sets, never row by row: statistics that lag behind an import must not make the planner compare each row with each
 * other (question.ts tells it so).
 * Merged interactions, cancelled ones where not said otherwise, and internal ones count nowhere; nor does what is still to come.
 */
const inPeriod = (alias: string, more = "") => `${alias}.org_id = app_org() AND ${alias}.direction <> 'internal' ${more}
  AND ${alias}.occurred_at >= $1 AND ${alias}.occurred_at < least($2, $3)`;

/** A rep's interactions are those of which a copy is his: that lie in his mailbox, or that he wrote down. */
const ofRep = (id: string) =>
  `($4::uuid[] IS NULL OR EXISTS (SELECT FROM interaction_copies k WHERE k.interaction_id = ${id} AND k.owner_id = ANY ($4::uuid[])))`;
const ofCustomer = (id: string) =>
  `($6::uuid IS NULL OR EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = ${id} AND l.target = 'customer' AND l.target_id = $6 AND l.chosen))`;
const filtered = (alias: string) => `${ofRep(`${alias}.id`)} AND ($5::text IS NULL OR ${alias}.kind = $5) AND ${ofCustomer(`${alias}.id`)}`;

const base = `base AS MATERIALIZED (SELECT i.id, i.kind, i.direction, i.occurred_at FROM interactions i
  WHERE ${inPeriod("i", "AND i.state = 'active'")} AND ${filtered("i")})`;
const bucket = (at: string) => `'period:' || date_trunc($10::text, ${at} AT TIME ZONE $11::text)::date`;

/** By kind and direction, by period, by rep (each of several counts it) and by customer. */
const INTERACTIONS = `WITH ${base}
  SELECT ARRAY['all:all', 'kind:' || kind || '/' || direction, ${bucket("occurred_at")}] AS figures, 'interaction' AS noun, id, occurred_at AS at,
    NULL::boolean AS hit, NULL::numeric AS value, NULL::text AS currency FROM base
  UNION ALL SELECT DISTINCT ARRAY['rep:' || k.owner_id], 'interaction', b.id, b.occurred_at, NULL::boolean, NULL::numeric, NULL::text
    FROM base b JOIN interaction_copies k ON k.interaction_id = b.id WHERE k.owner_id IS NOT NULL AND ($4::uuid[] IS NULL OR k.owner_id = ANY ($4::uuid[]))
  UNION ALL SELECT ARRAY['customer:' || l.target_id], 'interaction', b.id, b.occurred_at, NULL, NULL, NULL
    FROM base b JOIN interaction_links l ON l.interaction_id = b.id WHERE l.target = 'customer' AND l.chosen AND ($6::uuid IS NULL OR l.target_id = $6)`;

/**
 * Mails of the threads that have one in the period, each with the word before it and the first one of the other side after it. Automatic mail
 * is nobody's word.
 */
const talk = `threads AS MATERIALIZED (SELECT DISTINCT i.thread_id FROM interactions i WHERE ${inPeriod("i", "AND i.state = 'active' AND i.kind = 'email'")}),
  talk AS MATERIALIZED (SELECT i.id, i.direction, i.occurred_at,
      lag(i.direction) OVER w AS said_before,
      min(i.occurred_at) FILTER (WHERE i.direction = 'outgoing') OVER after AS ours_next,
      min(i.occurred_at) FILTER (WHERE i.direction = 'incoming') OVER after AS theirs_next
    FROM interactions i WHERE i.org_id = app_org() AND i.thread_id IN (SELECT thread_id FROM threads) AND i.state = 'active' AND i.kind = 'email'
      AND i.direction IN ('incoming', 'outgoing') AND coalesce(i.details ->> 'mailKind', 'normal') = 'normal' AND i.occurred_at < $3
    WINDOW w AS (PARTITION BY i.thread_id ORDER BY i.occurred_at, i.id),
      after AS (PARTITION BY i.thread_id ORDER BY i.occurred_at, i.id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))`;
const talked = `t.occurred_at >= $1 AND t.occurred_at < least($2, $3) AND ${ofRep("t.id")} AND ($5::text IS NULL OR $5 = 'email') AND ${ofCustomer("t.id")}`;

/** Seconds of work up to a moment, since a Monday long ago: the difference of two is what lies between them. */
const worked = (at: string) => {
  const seconds = `(floor(extract(epoch FROM ${at} AT TIME ZONE $11::text))::bigint + 259200)`;
  const today = `(${seconds} % 604800 / 86400 + 1)`;
  return `(${seconds} / 604800 * cardinality($7::int[]) * ($9::int - $8::int)
    + (SELECT count(*) FROM unnest($7::int[]) d WHERE d < ${today}) * ($9::int - $8::int)
    + CASE WHEN ${today} = ANY ($7::int[]) THEN least(greatest(${seconds} % 86400 - $8::int, 0), $9::int - $8::int) ELSE 0 END)`;
};

/** From the first mail of theirs that waits to our first answer in the thread, in working hours. Those without an answer with the age they have now. */
const OUR_RESPONSE = `WITH ${talk}
  SELECT CASE WHEN t.ours_next IS NULL THEN ARRAY['waiting:all'] ELSE ARRAY['answered:all', ${bucket("t.occurred_at")}] END AS figures, 'interaction' AS noun, t.id, t.occurred_at AS at,
    NULL::boolean AS hit, (${worked("coalesce(t.ours_next, $3)")} - ${worked("t.occurred_at")})::numeric AS value, NULL::text AS currency
  FROM talk t WHERE t.direction = 'incoming' AND t.said_before IS DISTINCT FROM 'incoming' AND ${talked}`;

/** From the first mail of ours that waits to their first answer in the thread, by the calendar. */
const THEIR_RESPONSE = `WITH ${talk}
  SELECT CASE WHEN t.theirs_next IS NULL THEN ARRAY['waiting:all'] ELSE ARRAY['answered:all', ${bucket("t.occurred_at")}] END AS figures, 'interaction' AS noun, t.id, t.occurred_at AS at,
    NULL::boolean AS hit, floor(extract(epoch FROM coalesce(t.theirs_next, $3) - t.occurred_at))::numeric AS value, NULL::text AS currency
  FROM talk t WHERE t.direction = 'outgoing' AND t.said_before IS DISTINCT FROM 'outgoing' AND ${talked}`;

/**
 * First mails of ours since their last word that were answered within 14 days, of those that were delivered. What has not had its 14 days yet
 * and no answer either is open, and counts for neither.
 */
const REPLY_RATE = `WITH ${talk},
  first AS (SELECT t.*, t.theirs_next <= t.occurred_at + interval '14 days' IS TRUE AS answered FROM talk t
    WHERE t.direction = 'outgoing' AND t.said_before IS DISTINCT FROM 'outgoing' AND ${talked}),
  kept AS (SELECT f.*, EXISTS (SELECT FROM reactions r WHERE r.to_interaction_id = f.id AND r.kind = 'bounce') AS bounced FROM first f)
  SELECT CASE WHEN bounced THEN ARRAY['bounced:all'] WHEN NOT answered AND occurred_at > $3 - interval '14 days' THEN ARRAY['open:all']
      ELSE ARRAY['delivered:all', ${bucket("occurred_at")}] END AS figures, 'interaction' AS noun, id, occurred_at AS at,
    CASE WHEN bounced OR (NOT answered AND occurred_at > $3 - interval '14 days') THEN NULL ELSE answered END AS hit, NULL::numeric AS value, NULL::text AS currency FROM kept`;

/** Calls of ours that somebody took, of all calls of ours. */
const CALLS = `SELECT ARRAY['outgoing:all', ${bucket("i.occurred_at")}] AS figures, 'interaction' AS noun, i.id, i.occurred_at AS at,
    coalesce(i.details ->> 'outcome', '') = 'answered' AS hit, NULL::numeric AS value, NULL::text AS currency
  FROM interactions i WHERE ${inPeriod("i", "AND i.state = 'active' AND i.kind = 'call' AND i.direction = 'outgoing'")} AND ${filtered("i")}`;

/** Meetings that took place, of those that were planned and whose end has passed. Cancelled ones, no-shows and declined ones also apart. */
const MEETINGS = `SELECT ARRAY['planned:all', ${bucket("m.occurred_at")}, 'how:' || m.how] AS figures, 'interaction' AS noun, m.id, m.occurred_at AS at,
    m.how = 'held' AS hit, NULL::numeric AS value, NULL::text AS currency
  FROM (SELECT i.id, i.occurred_at, CASE WHEN i.details ->> 'outcome' = 'held' THEN 'held' WHEN i.details ->> 'outcome' = 'no-show' THEN 'no-show'
      WHEN i.state = 'cancelled' OR i.details ->> 'outcome' = 'cancelled' THEN 'cancelled'
      WHEN EXISTS (SELECT FROM reactions r WHERE r.to_interaction_id = i.id AND r.kind = 'declined') THEN 'declined' ELSE 'unknown' END AS how
    FROM interactions i WHERE ${inPeriod("i", "AND i.state <> 'merged' AND i.kind = 'meeting'")} AND coalesce(i.ends_at, i.occurred_at) <= $3 AND ${filtered("i")}) m`;

/**
 * Of what we did, by kind: what was followed within 14 days by a reply, acceptance, answer or attendance, by a meeting that was booked with the
 * same customer, or by a deal won there. What has not had its 14 days counts only with a success. And touches by kind of deals that were closed in the period.
 */
const SUCCESS = `WITH ${base},
  ours AS MATERIALIZED (SELECT * FROM base WHERE direction <> 'incoming'),
  with_customer AS MATERIALIZED (SELECT o.id, o.occurred_at, l.target_id AS customer_id FROM ours o
    JOIN interaction_links l ON l.interaction_id = o.id AND l.target = 'customer' AND l.chosen),
  booked AS MATERIALIZED (SELECT l.target_id AS customer_id, m.id, m.created_at FROM interactions m
    JOIN interaction_links l ON l.interaction_id = m.id AND l.target = 'customer' AND l.chosen
    WHERE m.org_id = app_org() AND m.kind = 'meeting' AND m.state = 'active' AND m.created_at > $1 AND m.created_at <= least($2, $3) + interval '14 days'),
  good AS MATERIALIZED (SELECT o.id FROM ours o JOIN reactions r ON r.to_interaction_id = o.id AND r.kind IN ('reply', 'accepted', 'answered', 'attended')
      AND r.occurred_at BETWEEN o.occurred_at AND o.occurred_at + interval '14 days'
    UNION SELECT w.id FROM with_customer w JOIN booked m ON m.customer_id = w.customer_id AND m.id <> w.id
      AND m.created_at > w.occurred_at AND m.created_at <= w.occurred_at + interval '14 days'
    UNION SELECT w.id FROM with_customer w JOIN opportunities o ON o.customer_id = w.customer_id AND o.state = 'won'
      AND o.closed_at > w.occurred_at AND o.closed_at <= w.occurred_at + interval '14 days'),
  tried AS (SELECT o.*, o.id IN (SELECT id FROM good) AS good FROM ours o)
  SELECT ARRAY['kind:' || kind] AS figures, 'interaction' AS noun, id, occurred_at AS at, good AS hit, NULL::numeric AS value, NULL::text AS currency
    FROM tried WHERE good OR occurred_at <= $3 - interval '14 days'
  UNION ALL SELECT ARRAY['touches:' || o.state || '/' || i.kind], 'interaction', i.id, i.occurred_at, NULL, NULL, NULL
    FROM opportunities o JOIN interaction_links l ON l.org_id = o.org_id AND l.target = 'opportunity' AND l.target_id = o.id AND l.chosen JOIN interactions i ON i.id = l.interaction_id
    WHERE o.org_id = app_org() AND o.state IN ('won', 'lost') AND o.closed_at >= $1 AND o.closed_at < least($2, $3) AND i.state = 'active' AND i.direction <> 'internal'
      AND i.occurred_at < $3 AND ($4::uuid[] IS NULL OR o.owner_id = ANY ($4::uuid[])) AND ($5::text IS NULL OR i.kind = $5) AND ($6::uuid IS NULL OR o.customer_id = $6)
  UNION ALL SELECT ARRAY['deals:' || o.state], 'opportunity', o.id, o.closed_at, NULL, o.value, o.currency FROM opportunities o
    WHERE o.org_id = app_org() AND o.state IN ('won', 'lost') AND o.closed_at >= $1 AND o.closed_at < least($2, $3)
      AND ($4::uuid[] IS NULL OR o.owner_id = ANY ($4::uuid[])) AND ($6::uuid IS NULL OR o.customer_id = $6)`;

export const PERIOD_FACTS = {
  interactions: INTERACTIONS,
  "our-response": OUR_RESPONSE,
  "their-response": THEIR_RESPONSE,
  "reply-rate": REPLY_RATE,
  calls: CALLS,
  meetings: MEETINGS,
  success: SUCCESS,
} satisfies Partial<Record<ReportName, string>>;

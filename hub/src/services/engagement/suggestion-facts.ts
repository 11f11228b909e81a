import { engagementAt } from "@kronika/core/engagement.ts";
import type { SuggestionFacts } from "@kronika/core/suggestions/facts.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { readEvents } from "./events.ts";

/** How long a customer may be without contact until the organisation says otherwise: class B of the reports. */
const INTERVAL_DAYS = 60;
const BEFORE_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What somebody dismissed for this customer: rule -> key of the facts. */
export interface FactsOfCustomer {
  facts: SuggestionFacts;
  dismissed: Map<string, string>;
}

/** Everything that the rules look at, as far as the viewer of the transaction sees it, in two queries; null: there is no such customer. */
export async function readFacts(tx: Tx, ctx: Ctx, customerId: string): Promise<FactsOfCustomer | null> {
  const now = ctx.now();
  const { rows } = await withClient(tx).query<{ facts: FactRow | null }>({
    name: "suggestion-facts",
    text: FACTS,
    values: [customerId, now],
  });
  const found = rows[0]?.facts;
  if (!found) return null;
  const { dismissals, ...known } = found;
  const events = await readEvents(tx, "customer", customerId, now);
  const score = (at: Date) => engagementAt(events, at.toISOString()).score;
  const engagement = { now: score(now), before: score(new Date(now.getTime() - BEFORE_DAYS * DAY_MS)) };
  return {
    facts: { ...known, now: now.toISOString(), engagement, intervalDays: INTERVAL_DAYS },
    dismissed: new Map(dismissals.map(({ rule, key }) => [rule, key])),
  };
}

type FactRow = Omit<SuggestionFacts, "now" | "engagement" | "intervalDays"> & { dismissals: { rule: string; key: string }[] };

const list = (query: string) => `coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;
const linked = `interaction_links l JOIN interactions i ON i.id = l.interaction_id AND i.state = 'active'
  WHERE l.org_id = app_org() AND l.target = 'customer' AND l.target_id = $1 AND l.chosen`;
/** A note is about them, not with them. */
const past = `${linked} AND l.occurred_at <= $2 AND i.kind <> 'note'`;
const theirs = `(i.direction = 'incoming' OR EXISTS (SELECT FROM reactions x WHERE x.interaction_id = i.id AND x.kind IN ('answered', 'attended', 'accepted')))`;

/** `month`: the interactions of the last 30 days and the next two; few, and every part looks at them. */
const FACTS = `WITH org AS (SELECT time_zone FROM organizations WHERE id = app_org()),
  month AS MATERIALIZED (SELECT i.id, i.kind, i.direction, i.occurred_at, i.ends_at, i.thread_id, i.details FROM ${linked}
    AND l.occurred_at BETWEEN $2::timestamptz - interval '30 days' AND $2::timestamptz + interval '2 days' ORDER BY l.occurred_at DESC LIMIT 500),
  last AS (SELECT (SELECT l.occurred_at FROM ${past} ORDER BY l.occurred_at DESC LIMIT 1) AS contact,
    (SELECT l.occurred_at FROM ${past} AND ${theirs} ORDER BY l.occurred_at DESC LIMIT 1) AS theirs)
  SELECT CASE WHEN EXISTS (SELECT FROM customers WHERE id = $1) THEN json_build_object(
    'today', to_char($2::timestamptz AT TIME ZONE org.time_zone, 'YYYY-MM-DD'),
    'openDeals', (SELECT count(*) FROM opportunities o WHERE o.customer_id = $1 AND o.state = 'open'),
    'wonDeals', (SELECT count(*) FROM opportunities o WHERE o.customer_id = $1 AND o.state = 'won'),
    'lastContactAt', to_json(last.contact), 'lastTheirsAt', to_json(last.theirs),
    'theirMails', ${list(`SELECT m.id, m.occurred_at AS "occurredAt", to_char(m.occurred_at AT TIME ZONE (SELECT time_zone FROM org), 'YYYY-MM-DD') AS day,
        left(concat_ws(E'\\n', (SELECT s.subject FROM interaction_subjects s WHERE s.interaction_id = m.id),
          (SELECT coalesce(b.reply_text, b.text) FROM interaction_bodies b WHERE b.interaction_id = m.id)), 5000) AS text,
        (SELECT min(a.occurred_at) FROM interactions a WHERE a.org_id = app_org() AND a.thread_id = m.thread_id AND a.direction = 'outgoing' AND a.state = 'active'
          AND a.occurred_at > m.occurred_at) AS "answeredAt"
      FROM month m WHERE m.kind = 'email' AND m.direction = 'incoming' AND m.occurred_at <= $2 ORDER BY m.occurred_at DESC LIMIT 30`)},
    'unansweredMails', (SELECT count(*) FROM month m WHERE m.kind = 'email' AND m.direction = 'outgoing' AND m.occurred_at <= $2
      AND (last.theirs IS NULL OR m.occurred_at > last.theirs)),
    'reachedCalls', ${list(`SELECT m.id, m.occurred_at AS "occurredAt" FROM month m WHERE m.kind = 'call' AND m.details ->> 'outcome' = 'answered'
      AND m.occurred_at <= $2 ORDER BY m.occurred_at DESC`)},
    'meetings', ${list(`SELECT m.id, m.occurred_at AS "startsAt", coalesce(m.ends_at, m.occurred_at) AS "endsAt", m.details ->> 'outcome' AS outcome,
        m.direction = 'outgoing' AS ours, g.guests, g.silent AS "silentGuests"
      FROM month m CROSS JOIN LATERAL (SELECT count(*) AS guests, count(*) FILTER (WHERE coalesce(p.response, 'none') = 'none') AS silent
        FROM interaction_participants p WHERE p.interaction_id = m.id AND p.role = 'attendee' AND p.user_id IS NULL AND p.contact_id IS NOT NULL) g
      WHERE m.kind = 'meeting' ORDER BY m.occurred_at DESC`)},
    'documents', ${list(`SELECT d.id, d.kind, d.number, d.state, d.issued_on AS "issuedOn", d.due_on AS "dueOn" FROM sales_documents d
      WHERE d.customer_id = $1 AND d.kind IN ('quote', 'invoice') AND d.state <> 'cancelled' ORDER BY d.issued_on DESC, d.id DESC LIMIT 100`)},
    'openReminders', (SELECT count(*) FROM reminders r WHERE r.org_id = app_org() AND r.customer_id = $1 AND r.state IN ('waiting', 'due')),
    'dismissals', ${list(`SELECT d.rule, d.facts_key AS key FROM suggestion_dismissals d WHERE d.customer_id = $1`)}) END AS facts
  FROM org, last`;

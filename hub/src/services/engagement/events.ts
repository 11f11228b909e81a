import type { EngagementEvent } from "@kronika/core/engagement.ts";
import { HORIZON_DAYS } from "@kronika/core/engagement.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";

/** What they did, as far as the viewer of the transaction sees it, up to a moment and since the formula's horizon before it: one query. */
export async function readEvents(tx: Tx, target: "customer" | "contact", id: string, moment: Date): Promise<EngagementEvent[]> {
  const since = new Date(moment.getTime() - HORIZON_DAYS * 24 * 60 * 60 * 1000);
  const { rows } = await withClient(tx).query<EngagementEvent>(EVENTS[target], [id, since, moment]);
  return rows;
}

/** Reactions as the formula calls them. */
const KINDS = `(VALUES ('reply', 'reply'), ('answered', 'answered-call'), ('attended', 'meeting-held'), ('accepted', 'accepted'),
  ('declined', 'declined'), ('no-show', 'no-show'), ('opt-out', 'opt-out'), ('bounce', 'hard-bounce')) AS k(reaction, kind)`;

/**
 * A mail of theirs counts as an answer or as one of its own, never as both. With several customers in one meeting, each person's answer counts
 * for the own company; of a contact, only what this person did.
 */
const eventsOf = (target: "customer" | "contact", whose: string, did: string) => `
  SELECT CASE i.kind WHEN 'email' THEN 'own-mail' ELSE 'own-call' END AS kind, i.id AS "interactionId", to_json(i.occurred_at) #>> '{}' AS "occurredAt"
  FROM interaction_links l JOIN interactions i ON i.id = l.interaction_id
  WHERE l.org_id = app_org() AND l.target = '${target}' AND l.target_id = $1 AND l.chosen AND l.occurred_at BETWEEN $2 AND $3
    AND i.direction = 'incoming' AND i.state = 'active' AND ${did}
    AND (i.kind = 'call' OR (i.kind = 'email' AND coalesce(i.details ->> 'mailKind', 'normal') = 'normal'
      AND NOT EXISTS (SELECT FROM reactions r WHERE r.interaction_id = i.id AND r.kind = 'reply')))
  UNION ALL
  SELECT k.kind, r.interaction_id, to_json(r.occurred_at) #>> '{}'
  FROM interaction_links l JOIN reactions r ON r.interaction_id = l.interaction_id JOIN ${KINDS} ON k.reaction = r.kind
  WHERE l.org_id = app_org() AND l.target = '${target}' AND l.target_id = $1 AND l.chosen AND r.occurred_at BETWEEN $2 AND $3 AND ${whose}`;

const EVENTS = {
  customer: eventsOf("customer", "NOT EXISTS (SELECT FROM contacts c WHERE c.id = r.contact_id AND c.customer_id <> $1)", "true"),
  contact: eventsOf(
    "contact",
    "(r.contact_id = $1 OR (r.contact_id IS NULL AND r.kind IN ('attended', 'no-show', 'answered')))",
    "EXISTS (SELECT FROM interaction_participants p WHERE p.interaction_id = i.id AND p.role IN ('from', 'caller') AND p.contact_id = $1)",
  ),
};

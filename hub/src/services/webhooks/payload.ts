import type pg from "pg";
import type { WebhookEvent } from "./events.ts";

/** What stands in an event: ids and metadata of the row, as the webhook's maker sees it. */
const QUERIES: Record<"interaction" | "reaction" | "reminder" | "opportunity", string> = {
  interaction: `SELECT i.id, i.kind, i.direction, i.occurred_at AS "occurredAt", i.state,
      ARRAY(SELECT l.target_id FROM interaction_links l WHERE l.interaction_id = i.id AND l.chosen AND l.target = 'customer') AS "customerIds",
      ARRAY(SELECT l.target_id FROM interaction_links l WHERE l.interaction_id = i.id AND l.chosen AND l.target = 'opportunity') AS "opportunityIds"
    FROM interactions i WHERE i.id = $1`,
  reaction: `SELECT id, kind, interaction_id AS "interactionId", to_interaction_id AS "toInteractionId", contact_id AS "contactId", occurred_at AS "occurredAt"
    FROM reactions WHERE id = $1`,
  reminder: `SELECT id, kind, due_at AS "dueAt", state, user_id AS "userId", customer_id AS "customerId", opportunity_id AS "opportunityId", interaction_id AS "interactionId"
    FROM reminders WHERE id = $1`,
  opportunity: `SELECT id, customer_id AS "customerId", stage, state, value, currency, owner_id AS "ownerId" FROM opportunities WHERE id = $1`,
};

/** The `data` of an event; null when the row is not there for this viewer (any more). What was erased is told by its id alone. */
export async function eventData(
  client: pg.ClientBase,
  event: WebhookEvent | "test",
  subjectId: string,
): Promise<Record<string, unknown> | null> {
  if (event === "interaction.erased" || event === "test") return { id: subjectId };
  const [noun] = event.split(".") as [string];
  const query = QUERIES[noun as keyof typeof QUERIES];
  if (!query) return { id: subjectId };
  const { rows } = await client.query<Record<string, unknown>>(query, [subjectId]);
  return rows[0] ?? null;
}

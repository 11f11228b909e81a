import { sql, type SQL } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import { leads } from "../../policies/rights.ts";

/**
 * Which open questions `q` are asked of the viewer: those about mail of his own mailboxes, about deals of his, and of managers all; as far as
 * he sees enough to answer. One that was answered elsewhere (by moving the interaction, by matching anew) is no question any more.
 */
export function askedOf(ctx: Ctx): SQL {
  const me = actingUserId(ctx);
  const concerns = leads(ctx.actor)
    ? sql`true`
    : sql`(EXISTS (SELECT FROM interaction_copies k WHERE k.interaction_id = q.interaction_id AND k.owner_id = ${me})
        OR EXISTS (SELECT FROM interaction_links l JOIN opportunities o ON o.id = l.target_id WHERE l.interaction_id = q.interaction_id AND l.target = 'opportunity' AND o.owner_id = ${me}))`;
  return sql`q.state = 'open' AND ${concerns}
    AND EXISTS (SELECT FROM interactions i JOIN audiences a ON a.id = i.audience_id WHERE i.id = q.interaction_id AND i.state <> 'merged' AND a.subject && app_principals())
    AND NOT EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = q.interaction_id AND l.target = q.kind AND (l.chosen OR l.decided_by = 'person'))`;
}

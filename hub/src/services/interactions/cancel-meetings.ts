import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { announce } from "../outbox.ts";

/**
 * Meetings that stand no longer in a calendar are cancelled as far as they are still to come, unless they stand in a colleague's
 * calendar. What has begun already did happen and stays.
 * @param gone.meetings values of `ical` identities (core/identities.ts, meetingIdentity)
 * @returns how many were cancelled
 */
export async function cancelMeetings(tx: Tx, ctx: Ctx, gone: { connectionId: string; meetings: readonly string[] }): Promise<number> {
  if (gone.meetings.length === 0) return 0;
  const { rows } = await withClient(tx).query<{ id: string; customerIds: string[] }>(
    `UPDATE interactions i SET state = 'cancelled', updated_at = $3
     FROM interaction_identities n
     WHERE n.org_id = app_org() AND n.scheme = 'ical' AND n.value = ANY($1::text[])
       AND i.id = n.interaction_id AND i.kind = 'meeting' AND i.state = 'active' AND i.occurred_at > $3
       AND NOT EXISTS (
         SELECT FROM interaction_copies c
         JOIN connections o ON o.id = c.connection_id AND o.removed_at IS NULL
         JOIN ledger l ON l.connection_id = o.id AND l.state = 'captured' AND l.trace -> 'meetings' ? n.value
         WHERE c.interaction_id = i.id AND c.connection_id <> $2)
     RETURNING i.id, ARRAY(SELECT k.target_id FROM interaction_links k WHERE k.interaction_id = i.id AND k.target = 'customer' AND k.chosen) AS "customerIds"`,
    [gone.meetings, gone.connectionId, ctx.now()],
  );
  await audit(
    tx,
    ctx,
    ...rows.map((row) => ({ verb: "cancel", noun: "interaction", rowId: row.id, detail: { reason: "gone-from-calendar" } })),
  );
  for (const { id, customerIds } of rows) await announce(tx, ctx, { noun: "interaction", id, customerIds });
  return rows.length;
}

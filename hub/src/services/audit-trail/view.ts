import { type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient, withSystemEyes } from "../../db/transaction.ts";
import { auditRow } from "../audit.ts";

/**
 * Notes that somebody has read the content of a colleague's mail: once a viewer, interaction and hour. To be called for what is not the viewer's
 * own mail only. With the eyes of the system, since the trail is not everybody's to read.
 */
export async function noteView(tx: Tx, ctx: Ctx, interactionId: string): Promise<void> {
  const row = auditRow(ctx, { verb: "view", noun: "interaction", rowId: interactionId });
  const hour = new Date(Math.floor(row.at.getTime() / HOUR_MS) * HOUR_MS);
  await withSystemEyes(tx, () =>
    withClient(tx).query({
      name: "note-view",
      // The lock makes one row of two that look at the same moment; it is not waited for: whoever holds it writes the row.
      text: `INSERT INTO audit_log (id, org_id, actor_kind, actor_id, verb, noun, row_id, detail, created_at)
        SELECT $1, app_org(), $2, $3, 'view', 'interaction', $4::uuid, '{}', $5 WHERE pg_try_advisory_xact_lock(hashtextextended($6, 0))
          AND NOT EXISTS (SELECT FROM audit_log a WHERE a.org_id = app_org() AND a.noun = 'interaction' AND a.row_id = $4::uuid AND a.verb = 'view'
            AND a.actor_id = $3 AND a.created_at >= $7)`,
      values: [row.id, row.actorKind, row.actorId, interactionId, row.at, `view|${row.actorId}|${interactionId}`, hour],
    }),
  );
}

const HOUR_MS = 3_600_000;

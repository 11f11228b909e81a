import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { audit } from "../audit.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";

/** Something that a person outside did and that may answer an open reminder. Automatic mail is none: an out-of-office answers nothing. */
export interface Answer {
  interactionId: string;
  threadId: string;
  occurredAt: string;
  fromAddress: string | null;
}

/**
 * Closes the open no-reply reminders that these interactions answer, in the transaction that records them, and says by what: a reply
 * in the thread, or any later mail of the person who was waited for. Their workflows are told and take the entry out of the calendar.
 */
export async function closeAnswered(tx: Tx, ctx: Ctx, answers: readonly Answer[]): Promise<string[]> {
  if (answers.length === 0) return [];
  const input = JSON.stringify(
    answers.map((a) => ({
      interaction_id: a.interactionId,
      thread_id: a.threadId,
      occurred_at: a.occurredAt,
      from_address: a.fromAddress,
    })),
  );
  const closed = await tx.execute<{ id: string; customer_id: string | null; code: string }>(sql`
    WITH answer AS (
      SELECT DISTINCT ON (r.id) r.id, x.interaction_id, CASE WHEN r.thread_id = x.thread_id THEN 'reply-in-thread' ELSE 'mail-from-person' END AS code
      FROM json_to_recordset(${input}::json) AS x(interaction_id uuid, thread_id uuid, occurred_at timestamptz, from_address text)
      JOIN reminders r ON r.org_id = app_org() AND r.kind = 'no-reply' AND r.state IN ('waiting', 'due') AND x.occurred_at > r.answers_since
        AND (r.thread_id = x.thread_id OR r.awaits && ARRAY[x.from_address]) AND r.interaction_id IS DISTINCT FROM x.interaction_id
      ORDER BY r.id, x.occurred_at)
    UPDATE reminders r SET state = 'closed', finished_at = ${ctx.now()}, updated_at = ${ctx.now()},
      outcome = jsonb_build_object('code', a.code, 'interactionId', a.interaction_id)
    FROM answer a WHERE r.id = a.id AND r.state IN ('waiting', 'due') RETURNING r.id, r.customer_id, a.code`);
  const ids = closed.rows.map((row) => row.id);
  await enqueueWorkflow(tx, ctx, "reminder", ...ids);
  await audit(tx, ctx, ...closed.rows.map((row) => ({ verb: "close", noun: "reminder", rowId: row.id, detail: { code: row.code } })));
  for (const row of closed.rows)
    await announce(tx, ctx, { noun: "reminder", id: row.id, customerIds: row.customer_id ? [row.customer_id] : [] });
  return ids;
}

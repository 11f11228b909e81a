import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withSystemEyes } from "../../db/transaction.ts";
import { enqueueWorkflow } from "../outbox.ts";

/** Reason codes (core/capture-policy.ts) of mail that was left out because nobody knew its people. */
const UNKNOWN = ["unknown-participants"];

/**
 * A new address of a contact pulls in its older mail: what was skipped as unknown goes back to the sync's work queue.
 * @param addresses normalised
 */
export async function recaptureAddresses(tx: Tx, ctx: Ctx, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return;
  await requeue(
    tx,
    ctx,
    sql`addresses && ARRAY[${sql.join(
      addresses.map((a) => sql`${a}`),
      sql`, `,
    )}]::text[]`,
  );
}

/** The same for a company's domain. */
export async function recaptureDomains(tx: Tx, ctx: Ctx, domains: readonly string[]): Promise<void> {
  if (domains.length === 0) return;
  const list = sql.join(
    domains.map((d) => sql`${d}`),
    sql`, `,
  );
  await requeue(tx, ctx, sql`EXISTS (SELECT FROM unnest(addresses) a WHERE split_part(a, '@', 2) = ANY(ARRAY[${list}]::text[]))`);
}

async function requeue(tx: Tx, ctx: Ctx, condition: ReturnType<typeof sql>): Promise<void> {
  const reasons = sql.join(
    UNKNOWN.map((r) => sql`${r}`),
    sql`, `,
  );
  // Also what lies in the mailboxes of colleagues, of which whoever makes a contact sees nothing.
  const moved = await withSystemEyes(tx, () =>
    tx.execute<{ connection_id: string; kind: string }>(sql`WITH moved AS (
      UPDATE ledger SET state = 'pending', reason = NULL, updated_at = ${ctx.now()} WHERE state = 'skipped' AND reason IN (${reasons}) AND ${condition} RETURNING connection_id)
    SELECT DISTINCT m.connection_id, c.kind FROM moved m JOIN connections c ON c.id = m.connection_id`),
  );
  for (const { connection_id: id, kind } of moved.rows)
    await enqueueWorkflow(tx, ctx, kind === "mailbox" ? "syncMailbox" : "syncCalendar", id);
}

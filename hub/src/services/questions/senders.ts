import { sql } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { dismissedSenders } from "../../db/schema/questions.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { parse } from "../parse.ts";
import { dismissSenderSchema, type DismissSender } from "./schemas.ts";

/** Somebody whom nobody knows and who keeps writing. Nothing of what he wrote is kept. */
export interface UnknownSender {
  address: string;
  /** Messages that were left out because of it. */
  count: number;
  lastSeen: string | null;
}

const LEAST = 3;
const MOST = 100;

/** Of the viewer's own mailboxes: addresses of mail that was left out as unknown, that are still unknown, and not put aside. */
const unknown = (me: string | null) => sql`SELECT a AS address, count(*)::int AS count, to_json(max(l.received_at)) #>> '{}' AS "lastSeen"
  FROM ledger l, unnest(l.addresses) a
  WHERE l.connection_id IN (SELECT c.id FROM connections c WHERE c.user_id = ${me} AND c.removed_at IS NULL)
    AND l.state = 'skipped' AND l.reason = 'unknown-participants' AND position('@' in a) > 0
    AND NOT EXISTS (SELECT FROM contact_addresses k WHERE k.org_id = l.org_id AND k.kind = 'email' AND k.value = a)
    AND NOT EXISTS (SELECT FROM exclusions e WHERE (e.user_id IS NULL OR e.user_id = ${me})
      AND ((e.kind = 'address' AND e.value = a) OR (e.kind = 'domain' AND (split_part(a, '@', 2) = e.value OR split_part(a, '@', 2) LIKE '%.' || e.value))))
    AND NOT EXISTS (SELECT FROM dismissed_senders d WHERE d.org_id = l.org_id AND d.user_id = ${me} AND d.address = a)
  GROUP BY a HAVING count(*) >= ${LEAST}`;

/** Frequent unknown senders in the viewer's own mailboxes, the most frequent first; at most a hundred. */
export async function listUnknownSenders(ctx: Ctx): Promise<UnknownSender[]> {
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<UnknownSender & Record<string, unknown>>(
      sql`${unknown(actingUserId(ctx))} ORDER BY count DESC, max(l.received_at) DESC NULLS LAST, a LIMIT ${MOST}`,
    );
    return rows;
  });
}

export async function senderCount(tx: Tx, ctx: Ctx): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`SELECT count(*)::int AS n FROM (${unknown(actingUserId(ctx))} LIMIT ${MOST}) s`);
  return rows[0]?.n ?? 0;
}

/** Puts a sender aside: this person is not asked about him again. A repeat changes nothing. */
export async function dismissSender(ctx: Ctx, input: DismissSender): Promise<void> {
  const userId = actingUserId(ctx);
  authorise(userId !== null, "The system is asked nothing.");
  const { address } = parse(dismissSenderSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    await tx.insert(dismissedSenders).values({ orgId: ctx.orgId, userId: userId!, address, createdAt: ctx.now() }).onConflictDoNothing();
    await audit(tx, ctx, { verb: "dismiss", noun: "sender", rowId: null });
  });
}

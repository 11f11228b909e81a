import { followsThread } from "@kronika/core/attribution/thread.ts";
import { isOwnAddress, type OwnAddresses } from "@kronika/core/addresses.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { withClient } from "../../db/transaction.ts";
import { settleAudiences } from "../rights/settle-audiences.ts";

/** A mail of a thread of which the deal is known now. */
export interface DecidedMail {
  id: string;
  threadId: string;
  /** ISO 8601. */
  at: string;
  subject: string;
  addresses: readonly string[];
}

/** So many undecided mails of one thread are looked at. */
const MOST = 100;

/**
 * Nobody was asked about it, because there was no deal to ask about when it arrived, and it has none since. What a person has placed stays where it is, and
 * where a rule says that mails of this customer belong to no deal, no thread says otherwise.
 */
const UNASKED = `NOT EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = i.id
    AND ((l.target = 'opportunity' AND l.chosen) OR (l.target <> 'contact' AND l.decided_by = 'person')))
  AND NOT EXISTS (SELECT FROM link_rules r WHERE r.org_id = app_org() AND r.customer_id = $3 AND r.no_opportunity)`;

/**
 * A thread has told its deal: the mails of it that were left undecided, and are about the same matter as far as they say, follow (rule
 * book: a thread may still be linked afterwards). With the eyes of the system.
 * @returns the interactions that were linked
 */
export async function settleThread(
  tx: Tx,
  ctx: Ctx,
  own: OwnAddresses,
  decided: DecidedMail,
  deal: { opportunityId: string; customerId: string; chance: number },
): Promise<string[]> {
  const client = withClient(tx);
  const { rows } = await client.query<{ id: string; at: string; subject: string | null; addresses: string[] }>({
    name: "questions-of-thread",
    text: `SELECT i.id, to_json(i.occurred_at) #>> '{}' AS at, s.subject,
        ARRAY(SELECT p.address FROM interaction_participants p WHERE p.interaction_id = i.id AND p.address IS NOT NULL) AS addresses
      FROM interactions i LEFT JOIN questions q ON q.interaction_id = i.id AND q.kind = 'opportunity'
      LEFT JOIN interaction_subjects s ON s.interaction_id = i.id
      WHERE i.org_id = app_org() AND i.thread_id = $1 AND i.id <> $2 AND i.state <> 'merged' AND (q.state = 'open' OR (q.id IS NULL AND ${UNASKED}))
        AND EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.target_id = $3 AND l.chosen)
      ORDER BY i.occurred_at DESC LIMIT ${MOST}`,
    values: [decided.threadId, decided.id, deal.customerId],
  });
  const following = rows.filter(({ at, subject, addresses }) =>
    followsThread({ at, subject: subject ?? "", outsideAddresses: addresses.filter((address) => !isOwnAddress(address, own)) }, decided),
  );
  if (following.length === 0) return [];
  const ids = following.map(({ id }) => id);
  const evidence = JSON.stringify([{ code: "deal-thread", strength: 1, parentId: decided.id }]);
  await client.query(
    `WITH q AS (UPDATE questions SET state = 'answered', answer = $2, answered_at = $5 WHERE interaction_id = ANY($1::uuid[]) AND kind = 'opportunity' AND state = 'open')
     INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at, chosen, evidence, score, decided_by, created_at)
     SELECT n.row, i.org_id, i.id, i.audience_id, 'opportunity', $2, i.occurred_at, true, $3::jsonb, $4, 'rule', $5
     FROM unnest($1::uuid[], $6::uuid[]) AS n(id, row) JOIN interactions i ON i.id = n.id
     ON CONFLICT (interaction_id, target, target_id) DO UPDATE SET chosen = true, evidence = EXCLUDED.evidence || interaction_links.evidence, score = EXCLUDED.score
       WHERE interaction_links.decided_by = 'rule'`,
    [ids, deal.opportunityId, evidence, deal.chance, ctx.now(), ids.map(() => newId())],
  );
  await settleAudiences(tx, ctx, { interactions: ids });
  return ids;
}

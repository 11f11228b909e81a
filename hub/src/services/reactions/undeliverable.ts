import { sql, type SQL } from "drizzle-orm";

/**
 * Since when mail to an address cannot be delivered, as far as the viewer sees the mail that came back: the latest hard bounce, unless
 * somebody has written from the address after it. Null: it can, as far as we know.
 * @param orgId column of the organisation
 * @param address column of the normalised address
 */
export const undeliverableSince = (orgId: SQL, address: SQL): SQL => sql`(SELECT max(r.occurred_at) FROM reactions r
  WHERE r.org_id = ${orgId} AND r.address = ${address} AND r.kind = 'bounce' AND NOT EXISTS (
    SELECT FROM interaction_participants p JOIN interactions i ON i.id = p.interaction_id
    WHERE p.org_id = ${orgId} AND p.address = ${address} AND p.role = 'from' AND i.state <> 'merged' AND i.occurred_at > r.occurred_at))`;

/**
 * SHA-256 (hexadecimal) of a row `a` of audit_log, reckoned by the database: every column, as JSON in PostgreSQL's canonical form (jsonb orders
 * keys), the time in UTC to the microsecond. The same row gives the same hash in a restored database.
 */
export const AUDIT_ROW_HASH = `encode(sha256(convert_to(jsonb_build_array(a.id, a.org_id, a.actor_kind, a.actor_id, a.verb, a.noun, a.row_id, a.detail,
  to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text, 'UTF8')), 'hex')`;

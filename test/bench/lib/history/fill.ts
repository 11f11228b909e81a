import pg from "pg";
import { fillCompany } from "./company.ts";
import { rowsOf } from "./rows.ts";
import type { HistorySpread } from "./spread.ts";

/**
 * Indexes that rows come to in no order: filled in one go they cost a tenth. The others are written at their end, as the rows' numbers rise.
 */
const BUILT_AFTERWARDS = [
  "interaction_links_timeline",
  "interaction_participants_address",
  "interaction_identities_org_id_scheme_value_pk",
];
/** From so many rows on it pays to build an index anew. */
const MANY = 100_000;

/**
 * Writes rows `from` (inclusive) to `to` (exclusive) of a history straight into the tables, as the product would have left them: on a customer,
 * a contact and every other one on a deal, with subject, text, participants, copies, identities, references, reactions and questions, shared by one of
 * 1,000 audiences. A higher row is newer. The first call also makes the company. Statistics and the map of visible pages are fresh afterwards.
 * @param ownerUrl sign-in of the owner, who may pass over row security and foreign keys
 */
export async function fillHistory(ownerUrl: string, spread: HistorySpread, from: number, to: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  try {
    const client = await pool.connect();
    if (from === 0) await fillCompany(client, spread);
    const later = to - from >= MANY ? await dropped(client) : [];
    client.release();
    const settings = "SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off";
    await Promise.all(rowsOf(spread, from, to).map((statement) => pool.query(`${settings}; ${statement}`)));
    await Promise.all(later.map((statement) => pool.query(`${settings}; ${statement}`)));
    await pool.query("VACUUM ANALYZE");
  } finally {
    await pool.end();
  }
}

/** Drops what is built afterwards. @returns the statements that build it */
async function dropped(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; table: string; constraint: string | null; definition: string }>(
    `SELECT c.relname AS name, i.indrelid::regclass::text AS table, pg_get_constraintdef(k.oid) AS constraint, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid WHERE c.relname = ANY ($1)`,
    [BUILT_AFTERWARDS],
  );
  if (rows.length !== BUILT_AFTERWARDS.length) throw new Error("an index of the benchmark's history has another name by now");
  for (const { name, table, constraint } of rows)
    await client.query(constraint === null ? `DROP INDEX ${name}` : `ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  return rows.map(({ name, table, constraint, definition }) =>
    constraint === null ? definition : `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${constraint}`,
  );
}

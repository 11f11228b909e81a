import pg from "pg";
import { indexAllChanges } from "@kronika/hub/services/search/index-changes.ts";
import type { World } from "../../world.ts";
import { CONTACTS, CUSTOMERS } from "./fill-history.ts";

/**
 * Fills the search index for rows `from` (inclusive) to `to` (exclusive) of a history that {@link fillHistory} wrote: the words of its texts, in
 * SQL, because that is quicker than the indexer. The first hundred rows are indexed by the indexer as well, which must come to the same.
 */
export async function fillSearch(world: World, from: number, to: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: world.database.ownerUrl, max: 1 });
  try {
    await pool.query("DROP INDEX search_entries_terms");
    await pool.query(entries(world.orgId, from, to));
    await pool.query(
      "SET maintenance_work_mem = '512MB'; CREATE INDEX search_entries_terms ON search_entries USING gin (terms) WITH (fastupdate = off)",
    );
    await pool.query("VACUUM ANALYZE search_entries");
    if (from === 0) await compare(world, pool);
  } finally {
    await pool.end();
  }
}

async function compare(world: World, pool: pg.Pool): Promise<void> {
  const first = "SELECT interaction_id, terms::text FROM search_entries ORDER BY interaction_id LIMIT 100";
  const { rows: ours } = await pool.query(first);
  await pool.query(
    "INSERT INTO search_queue (org_id, noun, row_id) SELECT org_id, 'interaction', interaction_id FROM search_entries ORDER BY interaction_id LIMIT 100",
  );
  await pool.query(
    "INSERT INTO search_queue (org_id, noun, row_id) SELECT org_id, 'customer', id FROM customers UNION ALL SELECT org_id, 'contact', id FROM contacts",
  );
  await indexAllChanges(world.system);
  const { rows: theirs } = await pool.query(first);
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) throw new Error("the benchmark's index is not the indexer's");
}

const marked = (mark: string, words: string) => words.split(" ").map((word) => `'${mark}${word}'`);

function entries(orgId: string, from: number, to: number): string {
  const contact = `(n % ${CUSTOMERS} * ${CONTACTS} + n / ${CUSTOMERS} % ${CONTACTS})`;
  const people = "osoba zakaznik example obchodnik rep firma";
  const terms = [
    "'kemail'",
    ...marked("f", "osoba zakaznik example"),
    ...marked("t", "obchodnik rep firma example"),
    ...marked("1", people),
    ...marked("2", `${people} cenova ponuka c`),
    ...marked("3", `${people} cenova ponuka c dobry den posielam ponuku`),
    ...["f", "1", "2", "3"].map((mark) => `'${mark}osoba' || ${contact}`),
    ...["2", "3"].map((mark) => `'${mark}' || n`),
  ];
  const places = [
    `'w' || floor(extract(epoch FROM i.occurred_at) / 604800)::bigint`,
    `'y' || extract(year FROM i.occurred_at AT TIME ZONE 'UTC')`,
  ];
  return `INSERT INTO search_entries (interaction_id, org_id, audience_id, occurred_at, terms)
    SELECT i.id, i.org_id, i.audience_id, i.occurred_at,
      (SELECT string_agg('''' || '${orgId.slice(-4)}' || place || '.' || term || '''', ' ') FROM unnest(ARRAY[${places.join(", ")}]) place, unnest(ARRAY[${terms.join(", ")}]) term)::tsvector
    FROM generate_series(${from}, ${to - 1}) n JOIN interactions i ON i.id = ('01930001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
}

import pg from "pg";
import { indexAllChanges } from "@kronika/hub/services/search/index-changes.ts";
import type { World } from "../../../world.ts";
import { expressionsOf, uuidOf, type HistorySpread } from "./spread.ts";

/**
 * Fills the search index for rows `from` (inclusive) to `to` (exclusive) of a history that {@link fillHistory} wrote: the words of its texts, in
 * SQL, because that is quicker than the indexer. The first hundred rows are indexed by the indexer as well, which must come to the same, and
 * so are the names of the company.
 */
export async function fillSearch(world: World, spread: HistorySpread, from: number, to: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: world.database.ownerUrl, max: 1 });
  try {
    await pool.query("DROP INDEX search_entries_terms");
    await pool.query(entries(spread, from, to));
    await pool.query(
      "SET maintenance_work_mem = '1GB'; CREATE INDEX search_entries_terms ON search_entries USING gin (terms) WITH (fastupdate = off)",
    );
    if (from === 0) await compare(world, pool);
    await pool.query("VACUUM ANALYZE search_entries");
    await pool.query("VACUUM ANALYZE search_names");
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
  await indexAllChanges(world.system);
  const { rows: theirs } = await pool.query(first);
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) throw new Error("the benchmark's index is not the indexer's");
}

function entries(spread: HistorySpread, from: number, to: number): string {
  const e = expressionsOf(spread);
  const contact = ["'osoba'", `'osoba' || ${e.contact}`, `'zakaznik' || ${e.customer}`, "'example'"];
  const colleague = ["'obchodnik'", `'obchodnik' || ${e.colleague}`, "'borovica'", "'example'"];
  const people = [...new Set([...contact, ...colleague])];
  const subject = [...people, "'cenova'", "'ponuka'", "'c'", "n::text"];
  const content = [...subject, "'dobry'", "'den'", "'posielam'", "'ponuku'"];
  const marked = (mark: string, words: readonly string[]) => words.map((word) => `'${mark}' || ${word}`);
  const side = (mark: string, theirs: string) =>
    `CASE WHEN ${theirs} THEN ARRAY[${marked(mark, contact).join()}] ELSE ARRAY[${marked(mark, colleague).join()}] END`;
  const terms = `ARRAY['k' || ${e.kind}, ${[...marked("1", people), ...marked("2", subject), ...marked("3", content)].join()}]
    || ${side("f", e.incoming)} || ${side("t", `NOT ${e.incoming}`)}`;
  const places = [
    `'w' || floor(extract(epoch FROM i.occurred_at) / 604800)::bigint`,
    `'y' || extract(year FROM i.occurred_at AT TIME ZONE 'UTC')`,
  ];
  return `INSERT INTO search_entries (interaction_id, org_id, audience_id, occurred_at, terms)
    SELECT i.id, i.org_id, i.audience_id, i.occurred_at,
      (SELECT string_agg('''${spread.orgId.slice(-4)}' || place || '.' || term || '''', ' ') FROM unnest(ARRAY[${places.join()}]) place, unnest(${terms}) term)::tsvector
    FROM generate_series(${from}, ${to - 1}) n JOIN interactions i ON i.id = ${uuidOf("interaction", "n")}`;
}

import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import type { MergeTrace } from "../../db/schema/merges.ts";
import { PLACES, type Place } from "./places.ts";

// Names of tables and columns are constants of places.ts; ids and rows travel as parameters.

const rowsOf = ({ column, only }: Place, id: string): string => `${column} = ${id}${only ? ` AND ${only}` : ""}`;

/** How many rows of each table point to `id`: what a preview shows. */
export async function countPlaces(tx: Tx, noun: "customer" | "contact", id: string): Promise<Record<string, number>> {
  const counts = PLACES[noun].map((place) => `(SELECT count(*)::int FROM ${place.table} WHERE ${rowsOf(place, "$1")}) AS ${place.table}`);
  const { rows } = await withClient(tx).query<Record<string, number>>(`SELECT ${counts.join(", ")}`, [id]);
  return rows[0] ?? {};
}

/** Points everything at `into` that pointed at `from`. @returns what it takes to take that back */
export async function movePlaces(tx: Tx, noun: "customer" | "contact", from: string, into: string): Promise<Omit<MergeTrace, "filled">> {
  const client = withClient(tx);
  const trace: Omit<MergeTrace, "filled"> = { moved: {}, dropped: {} };
  for (const place of PLACES[noun]) {
    const { table, column, unique, key = "id" } = place;
    if (unique) {
      const same = unique.map((name) => `o.${name} = t.${name}`).join(" AND ");
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `DELETE FROM ${table} t WHERE ${rowsOf(place, "$1")} AND EXISTS (SELECT FROM ${table} o WHERE o.${column} = $2 AND ${same}) RETURNING to_jsonb(t.*) AS row`,
        [from, into],
      );
      if (rows.length > 0) trace.dropped[table] = rows.map(({ row }) => row);
    }
    const { rows } = await client.query<{ key: string }>(
      `UPDATE ${table} SET ${column} = $2 WHERE ${rowsOf(place, "$1")} RETURNING ${key}::text AS key`,
      [from, into],
    );
    if (rows.length > 0) trace.moved[`${table}.${column}`] = rows.map((row) => row.key);
  }
  return trace;
}

/** Takes a move back: what still points at `into` points at `from` again. What was deleted or moved on since stays as it is. */
export async function moveBack(tx: Tx, noun: "customer" | "contact", trace: MergeTrace, from: string, into: string): Promise<void> {
  const client = withClient(tx);
  for (const place of PLACES[noun]) {
    const { table, column, key = "id" } = place;
    const moved = trace.moved[`${table}.${column}`] ?? [];
    if (moved.length > 0)
      await client.query(`UPDATE ${table} SET ${column} = $1 WHERE ${rowsOf(place, "$2")} AND ${key} = ANY($3::uuid[])`, [
        from,
        into,
        moved,
      ]);
    const dropped = trace.dropped[table] ?? [];
    if (dropped.length > 0)
      await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING`, [
        JSON.stringify(dropped),
      ]);
  }
  // A link that comes back bears the audience of the day it went.
  await client.query(
    `UPDATE interaction_links l SET audience_id = i.audience_id FROM interactions i
     WHERE i.id = l.interaction_id AND l.org_id = app_org() AND l.target = $1 AND l.target_id = ANY($2::uuid[]) AND l.audience_id <> i.audience_id`,
    [noun, [from, into]],
  );
}

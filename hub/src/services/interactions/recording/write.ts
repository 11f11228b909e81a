import { getTableColumns, getTableName, type Table } from "drizzle-orm";
import type pg from "pg";
import {
  attachments,
  audiences,
  interactionBodies,
  interactionCopies,
  interactionIdentities,
  interactionLinks,
  interactionParticipants,
  interactionReferences,
  interactions,
  interactionSubjects,
  reactions,
} from "../../../db/schema/interactions.ts";
import { auditLog } from "../../../db/schema/trail.ts";

/** The tables of one record, in the order of their foreign keys. */
const TABLES = {
  audiences,
  interactions,
  interactionSubjects,
  interactionBodies,
  attachments,
  interactionIdentities,
  interactionReferences,
  interactionParticipants,
  interactionLinks,
  interactionCopies,
  reactions,
  auditLog,
} as const;

/** New rows of a whole batch, by table. */
export type NewRows = { [K in keyof typeof TABLES]: (typeof TABLES)[K]["$inferInsert"][] };

export const noRows = (): NewRows => Object.fromEntries(Object.keys(TABLES).map((name) => [name, []])) as unknown as NewRows;

/** Rows that may stand already: audiences are shared, and an arriving copy repeats what its siblings brought. */
const REPEATABLE: ReadonlySet<Table> = new Set<Table>([
  audiences,
  interactionIdentities,
  interactionReferences,
  interactionLinks,
  interactionCopies,
  reactions,
]);

/**
 * Inserts the rows of a whole batch in one statement and one round trip: that is what makes recording as quick as a bare insert.
 * Rows travel as JSON, one parameter per table; the notice to open pages goes with them.
 */
export async function insertRows(client: pg.ClientBase, rows: NewRows, notice: { channel: string; payload: string } | null): Promise<void> {
  const tables = Object.keys(TABLES).map((name) => toJson(name as keyof NewRows, rows));
  await client.query({ name: "record-insert", text: INSERT, values: [...tables, notice?.channel ?? null, notice?.payload ?? null] });
}

const INSERT = `WITH ${Object.values(TABLES)
  .map((table, i) => {
    const name = getTableName(table);
    const columns = Object.values(getTableColumns(table)).map((column) => `"${column.name}"`);
    const conflict = REPEATABLE.has(table) ? " ON CONFLICT DO NOTHING" : "";
    return `t${i} AS (INSERT INTO "${name}" (${columns.join(", ")})
      SELECT ${columns.join(", ")} FROM json_populate_recordset(NULL::"${name}", $${i + 1}::json)${conflict})`;
  })
  .join(
    ",\n",
  )} SELECT pg_notify($${Object.keys(TABLES).length + 1}, $${Object.keys(TABLES).length + 2}) WHERE $${Object.keys(TABLES).length + 1}::text IS NOT NULL`;

/** Rows with the database's column names. Every column is written: a default of the table would not reach `json_populate_recordset`. */
function toJson(name: keyof NewRows, rows: NewRows): string {
  const columns = Object.entries(getTableColumns(TABLES[name]));
  return JSON.stringify(
    rows[name].map((row) => {
      const record: Record<string, unknown> = {};
      for (const [key, column] of columns) {
        const value = (row as Record<string, unknown>)[key];
        record[column.name] = value === undefined ? plainDefault(column.default) : value;
      }
      return record;
    }),
  );
}

/** A default that is a value. Defaults that PostgreSQL computes (`now()`) must be given by the caller; NOT NULL reports a forgotten one. */
const plainDefault = (value: unknown) =>
  value === null || value === undefined || (typeof value === "object" && "queryChunks" in value) ? null : value;

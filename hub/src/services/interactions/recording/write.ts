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
import { questions } from "../../../db/schema/questions.ts";
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
  questions,
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
  questions,
]);

/**
 * Inserts the rows of a whole batch in one statement and one round trip: that is what makes recording as quick as a bare insert.
 * Rows travel as JSON, one parameter per table that has any; the notice to open pages goes with them.
 */
export async function insertRows(client: pg.ClientBase, rows: NewRows, notice: { channel: string; payload: string } | null): Promise<void> {
  const names = TABLE_NAMES.filter((name) => rows[name].length > 0);
  const values = [notice?.channel ?? null, notice?.payload ?? null, ...names.map((name) => toJson(name, rows))];
  await client.query({ ...insertOf(names), values });
}

const TABLE_NAMES = Object.keys(TABLES) as (keyof NewRows)[];

/** One prepared statement for each set of tables: a few occur, and a table without rows costs nothing. */
const statements = new Map<string, { name: string; text: string }>();

function insertOf(names: readonly (keyof NewRows)[]): { name: string; text: string } {
  const key = `record-insert-${names.map((name) => TABLE_NAMES.indexOf(name).toString(36)).join("")}`;
  const known = statements.get(key);
  if (known) return known;
  const inserts = names.map((name, i) => `"${name}" AS (${insertInto(TABLES[name], `$${i + 3}::json`)})`);
  const statement = { name: key, text: `WITH ${inserts.join(",\n")} SELECT pg_notify($1, $2) WHERE $1::text IS NOT NULL` };
  statements.set(key, statement);
  return statement;
}

function insertInto(table: Table, json: string): string {
  const columns = Object.values(getTableColumns(table))
    .map((column) => `"${column.name}"`)
    .join(", ");
  const name = getTableName(table);
  const conflict = REPEATABLE.has(table) ? " ON CONFLICT DO NOTHING" : "";
  return `INSERT INTO "${name}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${name}", ${json})${conflict}`;
}

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

import type pg from "pg";

/** One table as a backup sees it. */
export interface BackupTable {
  name: string;
  /** Columns that are stored, in a fixed order; what the database reckons by itself is left out. */
  columns: string[];
  /** The order of its rows: two databases with the same rows give the same text. */
  key: string[];
}

/** All tables of the installation, by name. */
export async function backupTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `SELECT c.relname AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attname) AS columns,
       ARRAY(SELECT a.attname::text FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.n) AS key
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
  );
  return rows;
}

/** Hashes of the migrations that the database has: the shape of its tables. */
export async function migrationsOf(client: pg.ClientBase): Promise<string[]> {
  return (await client.query<{ hash: string }>("SELECT hash FROM drizzle.__drizzle_migrations ORDER BY id")).rows.map(({ hash }) => hash);
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name.replaceAll('"', '""')}"`).join(", ");

/** COPY in its text format, in the order of the key: what is stored, and what is hashed. */
export const copyOut = ({ name, columns, key }: BackupTable): string =>
  `COPY (SELECT ${quoted(columns)} FROM ${quoted([name])} ORDER BY ${key.length > 0 ? quoted(key) : quoted(columns)}) TO STDOUT`;
export const copyIn = ({ name, columns }: BackupTable): string => `COPY ${quoted([name])} (${quoted(columns)}) FROM STDIN`;
export const countRows = ({ name }: BackupTable): string => `SELECT count(*)::int AS n FROM ${quoted([name])}`;

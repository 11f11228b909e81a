import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { AppError } from "@kronika/core/errors.ts";
import { migrate } from "../../db/migrate.ts";
import type { BackupOptions } from "./backup.ts";
import { MANIFEST, manifestSchema, type BackupManifest } from "./manifest.ts";
import { backupTables, copyIn, copyOut, countRows, migrationsOf } from "./tables.ts";

/** Tables in which the first start of an empty installation has written already. They are replaced. */
const OF_THE_START: ReadonlySet<string> = new Set(["installation", "rate_limits"]);

/**
 * Brings a backup into an empty database: all tables in one transaction, each compared by count and hash of its content with what was written, then
 * the contents of attachments. What does not agree takes everything back. Workflows come back from the rows afterwards (`kronika reconcile`, or
 * the next start).
 * @throws AppError `conflict` for a database that is not empty or has another shape, or when the key is another one; `invalid` for a file that is
 * no whole backup
 */
export async function restoreBackup(file: string, options: BackupOptions & { appPassword?: string }): Promise<BackupManifest> {
  const zip = await openPromise(file, { autoClose: false }).catch((error: unknown) => {
    throw new AppError("invalid", "The file is no whole backup.", { cause: error });
  });
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const manifest = await readManifest(zip, entries);
    assertKey(manifest, options);
    await migrate(options.ownerUrl, options.appPassword === undefined ? {} : { appPassword: options.appPassword });
    await loadTables(zip, entries, manifest, options);
    return manifest;
  } finally {
    zip.close();
  }
}

async function readManifest(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Promise<BackupManifest> {
  const entry = entries.get(MANIFEST);
  try {
    if (entry) return manifestSchema.parse(JSON.parse(await text(await zip.openReadStreamPromise(entry))));
  } catch (cause) {
    throw new AppError("invalid", "The file is no whole backup.", { cause });
  }
  throw new AppError("invalid", "The file is no whole backup.");
}

/** With another key the database would come back, and no mailbox could be read and nothing erased would stay out. */
function assertKey({ keyIds }: BackupManifest, { keys }: BackupOptions): void {
  const missing = keyIds.filter((id) => !keys.all.has(id));
  if (missing.length > 0)
    throw new AppError(
      "conflict",
      `The backup needs the key ${missing.join(", ")}: give it in KRONIKA_KEY, or put it into keys/kek of the data folder.`,
    );
}

async function loadTables(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  manifest: BackupManifest,
  options: BackupOptions,
): Promise<void> {
  const client = new pg.Client({ connectionString: options.ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SET row_security = off");
    await client.query("BEGIN");
    await assertFits(client, manifest);
    // Rows come as they stood: triggers would write again what they have written, and foreign keys ask for an order of the tables.
    await client.query("SET LOCAL session_replication_role = replica");
    for (const table of manifest.tables) {
      const entry = entries.get(`tables/${table.name}.copy`);
      if (!entry) throw new AppError("invalid", "The file is no whole backup.");
      if (OF_THE_START.has(table.name)) await client.query(`DELETE FROM "${table.name}"`);
      const rows = rowsOf(await zip.openReadStreamPromise(entry), table.name);
      await pipeline(rows, client.query(copyFrom(copyIn(table)))).catch((error: unknown) => {
        throw isUnreadable(error) ? damaged(table.name, error) : error;
      });
      await assertSame(client, table);
    }
    await continueSequences(client);
    // Before the commit: no row may promise what is not there.
    await loadBlobs(zip, entries, options);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * The rows of a table as the archive holds them. What its own sums and lengths find wrong, each in words of its own, is a damaged file; a failure
 * of who reads it (a lost connection, a full disk) stays what it is.
 */
async function* rowsOf(source: AsyncIterable<Uint8Array>, table: string): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw damaged(table, error);
  }
}

function damaged(table: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError("invalid", `The table ${table} is not as it was written (${reason}): nothing was restored.`, { cause });
}

/** Rows that the database cannot read (SQLSTATE class 22, data exception). */
const isUnreadable = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code?.startsWith("22") === true;

async function assertFits(client: pg.ClientBase, manifest: BackupManifest): Promise<void> {
  const migrations = await migrationsOf(client);
  if (JSON.stringify(migrations) !== JSON.stringify(manifest.migrations))
    throw new AppError("conflict", "The backup is of another version of Kronika: restore it with that version, then update.");
  const here = (await backupTables(client)).map(({ name }) => name);
  if (JSON.stringify(here) !== JSON.stringify(manifest.tables.map(({ name }) => name)))
    throw new AppError("conflict", "The database has other tables than the backup.");
  for (const table of manifest.tables) {
    if (OF_THE_START.has(table.name)) continue;
    const { rows } = await client.query<{ n: number }>(countRows(table));
    if ((rows[0]?.n ?? 0) > 0)
      throw new AppError("conflict", `The database is not empty (${table.name}): a backup is restored into an empty one.`);
  }
}

/** Count and content are what the backup says. @throws AppError `invalid` naming the table */
export async function assertSame(client: pg.Client, table: BackupManifest["tables"][number]): Promise<void> {
  const rows = (await client.query<{ n: number }>(countRows(table))).rows[0]?.n ?? 0;
  const hash = createHash("sha256");
  for await (const chunk of client.query(copyTo(copyOut(table))).pipe(new Transform({ transform: (piece, _, done) => done(null, piece) })))
    hash.update(chunk as Buffer);
  if (rows !== table.rows || hash.digest("hex") !== table.sha256)
    throw new AppError("invalid", `The table ${table.name} is not as it was written: nothing was restored.`);
}

/** What the database numbers by itself goes on after the last number. */
async function continueSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(
    `SELECT pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence, quote_ident(c.relname) AS table, quote_ident(a.attname) AS column
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { sequence, table, column } of rows)
    await client.query(`SELECT setval($1::regclass, coalesce((SELECT max(${column}) FROM ${table}), 0) + 1, false)`, [sequence]);
}

/** Each content is hashed again while it is kept: the store refuses what does not have its name's hash. */
async function loadBlobs(zip: ZipFile, entries: ReadonlyMap<string, Entry>, { blobs }: BackupOptions): Promise<void> {
  for (const [name, entry] of entries) {
    const [, orgId, sha256] = /^blobs\/([0-9a-f-]{36})\/([0-9a-f]{64})$/.exec(name) ?? [];
    if (orgId === undefined || sha256 === undefined) continue;
    await blobs.put({ orgId, sha256 }, await zip.openReadStreamPromise(entry));
  }
}

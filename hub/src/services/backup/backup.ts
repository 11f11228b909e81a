import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { PassThrough, Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { ZipFile } from "yazl";
import { AppError } from "@kronika/core/errors.ts";
import type { Keyring } from "../../secrets.ts";
import type { BlobStore } from "../blobs/blob-store.ts";
import { MANIFEST, type BackupManifest } from "./manifest.ts";
import { backupTables, copyOut, countRows, migrationsOf, type BackupTable } from "./tables.ts";

export interface BackupOptions {
  /** Sign-in of the owner, who must see every row: a superuser, or a role with BYPASSRLS. */
  ownerUrl: string;
  blobs: BlobStore;
  keys: Keyring;
  now: () => Date;
}

/**
 * Writes everything to one file: all tables as they were at one moment (a single REPEATABLE READ snapshot; the service goes on meanwhile) and the
 * contents of attachments that they refer to. The key-encryption key is not in it: it is kept apart (KRONIKA_KEY, `keys/kek` of the data
 * folder), or whoever finds the backup could open mailboxes. The file appears under its name when it is whole.
 * @throws Error with code EEXIST when the file is there; AppError `forbidden` when the owner does not see every row
 */
export async function writeBackup(file: string, options: BackupOptions): Promise<BackupManifest> {
  // Refused before the work, and again by the rename's own name.
  await (await open(file, "wx", 0o600)).close();
  const partial = `${file}.partial`;
  const client = new pg.Client({ connectionString: options.ownerUrl });
  client.on("error", () => undefined);
  try {
    await client.connect();
    // Instead of leaving hidden rows out, PostgreSQL refuses then.
    await client.query("SET row_security = off");
    await assertSeesAllRows(client);
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const manifest = await archive(client, partial, options);
    await client.query("COMMIT");
    await rename(partial, file);
    return manifest;
  } catch (error) {
    await rm(partial, { force: true });
    await rm(file, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Refuses a role that row security hides rows from: what it would write is no backup. A table's owner too is bound by FORCE ROW LEVEL SECURITY.
 * @throws AppError `forbidden`, with the cure
 */
export async function assertSeesAllRows(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ role: string; sees: boolean }>(
    "SELECT rolname AS role, rolsuper OR rolbypassrls AS sees FROM pg_roles WHERE rolname = current_user",
  );
  if (rows[0]?.sees) return;
  const role = rows[0]?.role ?? "this role";
  throw new AppError(
    "forbidden",
    `The login ${role} does not see every row, so a backup by it would be incomplete. Cure: as a superuser run ALTER ROLE "${role.replaceAll('"', '""')}" BYPASSRLS; or set DATABASE_OWNER_URL to a login that has it.`,
  );
}

async function archive(client: pg.Client, partial: string, { blobs, keys, now }: BackupOptions): Promise<BackupManifest> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(partial, { mode: 0o600 }));
  // A failure of the database must end the archive as well; whoever waits for either hears of it.
  written.catch(() => undefined);
  try {
    const tables: BackupManifest["tables"] = [];
    for (const table of await backupTables(client)) tables.push(await addTable(client, zip, table, now()));
    const kept = await addBlobs(client, zip, blobs, now());
    const manifest: BackupManifest = {
      format: 1,
      madeAt: now().toISOString(),
      migrations: await migrationsOf(client),
      keyIds: [...keys.all.keys()],
      tables,
      blobs: kept,
    };
    zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), MANIFEST, { mtime: now() });
    zip.end();
    await written;
    return manifest;
  } catch (error) {
    (zip.outputStream as Readable).destroy(error as Error);
    throw error;
  }
}

/** One table after the other through the one connection: the entry is read to its end before the next statement. */
async function addTable(client: pg.Client, zip: ZipFile, table: BackupTable, mtime: Date): Promise<BackupManifest["tables"][number]> {
  const rows = (await client.query<{ n: number }>(countRows(table))).rows[0]?.n ?? 0;
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const out = new PassThrough();
  zip.addReadStream(out, `tables/${table.name}.copy`, { mtime });
  await pipeline(client.query(copyTo(copyOut(table))), hashing, out);
  return { ...table, rows, sha256: hash.digest("hex") };
}

async function addBlobs(client: pg.Client, zip: ZipFile, blobs: BlobStore, mtime: Date): Promise<BackupManifest["blobs"]> {
  const { rows } = await client.query<{ orgId: string; sha256: string }>(
    `SELECT org_id AS "orgId", sha256 FROM blobs ORDER BY org_id, sha256`,
  );
  const kept = { files: 0, bytes: 0 };
  for (const ref of rows) {
    const blob = await blobs.open(ref);
    // Removed since the snapshot was taken: erased for good, and rightly not here.
    if (!blob) continue;
    const out = new PassThrough();
    zip.addReadStream(out, `blobs/${ref.orgId}/${ref.sha256}`, { mtime });
    await pipeline(Readable.fromWeb(blob.stream as Parameters<typeof Readable.fromWeb>[0]), out);
    kept.files += 1;
    kept.bytes += blob.size;
  }
  return kept;
}

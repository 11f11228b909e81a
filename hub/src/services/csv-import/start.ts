import { and, eq, isNull, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { csvImports } from "../../db/schema/csv-imports.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayImport } from "../../policies/csv-import.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { parse } from "../parse.ts";
import { recogniseColumns } from "./columns.ts";
import { examineCsv, type CsvSource } from "./decode.ts";
import { readRecords, type CsvRecord } from "./records.ts";
import { startCsvImportSchema, type StartCsvImport } from "./schemas.ts";

/** Rows that are stored with one statement. */
const BATCH_ROWS = 1000;
const MAX_HEADER = 200;

/**
 * Takes a file in, row by row, without writing anything else yet: what its columns are is shown and can be changed, then the rows are checked
 * and applied (advance.ts). Memory does not grow with the file. The same file again, after a run of it was cut off by a kill, goes on with
 * that run.
 * @throws AppError `invalid` naming the line, `too-large`: nothing of the file stays then
 */
export async function startCsvImport(ctx: Ctx, input: StartCsvImport, file: CsvSource, maxBytes: number): Promise<{ id: string }> {
  authorise(mayImport(ctx.actor), "Files are imported by managers and administrators.");
  const { kind, filename, source } = parse(startCsvImportSchema, input);
  const form = await examineCsv(file, maxBytes);
  const cutOff = await unfinished(ctx, kind, source, form.sha256);
  if (cutOff !== undefined) return { id: cutOff };
  const id = newId();
  const records = readRecords(file, form);
  try {
    const first = await records.next();
    if (first.done) throw new AppError("invalid", "The file could not be read.", { fields: [{ pointer: "/file", message: "is empty" }] });
    const headers = first.value.cells.map((cell) => cell.trim().slice(0, MAX_HEADER).toWellFormed());
    await inTransaction(ctx, async (tx, ctx) => {
      await tx.insert(csvImports).values({
        id,
        orgId: ctx.orgId,
        kind,
        filename,
        sha256: form.sha256,
        delimiter: form.delimiter,
        encoding: form.encoding,
        headers,
        mapping: recogniseColumns(kind, headers),
        source,
        state: "reading",
        createdBy: actingUserId(ctx),
        createdAt: ctx.now(),
        updatedAt: ctx.now(),
      });
      await audit(tx, ctx, { verb: "create", noun: "csv-import", rowId: id, detail: { kind } });
    });
    const rows = await store(ctx, id, records, headers.length);
    await inTransaction(ctx, (tx, ctx) =>
      tx.update(csvImports).set({ state: "ready", rows, updatedAt: ctx.now() }).where(eq(csvImports.id, id)),
    );
    return { id };
  } catch (error) {
    await inTransaction(ctx, (tx) => tx.delete(csvImports).where(eq(csvImports.id, id)));
    throw error;
  }
}

async function store(ctx: Ctx, id: string, records: AsyncIterable<CsvRecord>, columns: number): Promise<number> {
  let [rows, batch]: [number, CsvRecord[]] = [0, []];
  const flush = async () => {
    const values = batch.map(({ line, cells }, i) => ({
      orgId: ctx.orgId,
      importId: id,
      row: rows + i + 1,
      line,
      cells: cells.slice(0, columns),
    }));
    rows += batch.length;
    batch = [];
    if (values.length > 0) await inTransaction(ctx, (tx) => withClient(tx).query(STORE, [id, JSON.stringify(values)]));
  };
  for await (const record of records) {
    batch.push({ line: record.line, cells: record.cells.map((cell) => cell.trim().toWellFormed()) });
    if (batch.length === BATCH_ROWS) await flush();
  }
  await flush();
  return rows;
}

const STORE = `INSERT INTO csv_import_rows (org_id, import_id, row, line, cells)
  SELECT app_org(), $1::uuid, r.row, r.line, r.cells FROM json_to_recordset($2::json) AS r(row int, line int, cells text[])`;

/**
 * A run of the same bytes that has begun to be applied and was cut off. One that was cut off while it was read is of no use, and goes.
 * @returns its id
 */
async function unfinished(ctx: Ctx, kind: StartCsvImport["kind"], source: string, sha256: string): Promise<string | undefined> {
  return inTransaction(ctx, async (tx, ctx) => {
    const userId = actingUserId(ctx);
    const mine = and(
      eq(csvImports.sha256, sha256),
      eq(csvImports.kind, kind),
      eq(csvImports.source, source),
      userId === null ? isNull(csvImports.createdBy) : eq(csvImports.createdBy, userId),
    );
    await tx
      .delete(csvImports)
      .where(and(mine, eq(csvImports.state, "reading"), sql`${csvImports.updatedAt} < ${new Date(ctx.now().getTime() - STALE_MS)}`));
    const rows = await tx
      .select({ id: csvImports.id })
      .from(csvImports)
      .where(and(mine, eq(csvImports.state, "applying")));
    return rows[0]?.id;
  });
}

/** After this time nobody is reading the file any more. */
const STALE_MS = 10 * 60 * 1000;

/** Removes runs that were never applied, with the cells of their rows, and what a kill left half-read. For the sweeper. */
export async function sweepCsvImports(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - UNAPPLIED_DAYS * 24 * 60 * 60 * 1000);
  await inTransaction(ctx, (tx) =>
    tx
      .delete(csvImports)
      .where(and(sql`${csvImports.state} IN ('reading', 'ready', 'checking')`, sql`${csvImports.updatedAt} < ${before}`)),
  );
}

/** For how long rows that nobody has applied are kept. */
const UNAPPLIED_DAYS = 7;

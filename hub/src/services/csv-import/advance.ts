import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { csvImports, type CsvImportKind, type CsvImportState, type CsvRowOutcome } from "../../db/schema/csv-imports.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayImport } from "../../policies/csv-import.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { readOrganization } from "../organizations/get.ts";
import { listsOf } from "../organizations/settings.ts";
import { parse } from "../parse.ts";
import { storedVersion } from "../versions.ts";
import type { RowValues } from "./cells.ts";
import { columnFields, missingFields } from "./columns.ts";
import { contactWriter } from "./contacts.ts";
import { customerWriter } from "./customers.ts";
import { opportunityWriter } from "./opportunities.ts";
import { problemsOf } from "./row-error.ts";
import { salesDocumentWriter } from "./sales-documents.ts";
import { advanceSchema, type Advance } from "./schemas.ts";
import { undoRow } from "./undo-row.ts";
import type { RowWriter, RunContext } from "./writer.ts";

export type CsvImport = typeof csvImports.$inferSelect;

const WRITERS: Record<CsvImportKind, RowWriter> = {
  customers: customerWriter,
  contacts: contactWriter,
  opportunities: opportunityWriter,
  "sales-documents": salesDocumentWriter,
};

/** Rows of one transaction, and of one request: a second or so of work, after which the page can tell how far it is. */
const CHUNK_ROWS = 200;

/** What an action begins from, is called while it runs, and ends in. */
const STATES: Record<Advance["action"], { from: readonly CsvImportState[]; running: CsvImportState; end: CsvImportState }> = {
  check: { from: ["ready"], running: "checking", end: "ready" },
  apply: { from: ["ready"], running: "applying", end: "applied" },
  undo: { from: ["applied", "applying"], running: "undoing", end: "undone" },
};

/**
 * Does the next rows of a run: begins the action, or goes on where it stands. Rows, position and what the rows write are one transaction, so a
 * kill loses nothing and repeats nothing; two that call at once take turns. To be called until `done`.
 * - check: writes nothing but what each row would become. It sees the file in pieces: of two rows of one key far apart both say `created`
 * - apply: rows that are refused are left out and say why; the others stand
 * - undo: takes back what nobody has changed since; the rest stays and is counted as `kept`
 * @throws AppError `conflict` when the run is in another state, `invalid` when a column is missing
 */
export async function advanceCsvImport(ctx: Ctx, id: string, input: Advance): Promise<{ run: CsvImport; done: boolean }> {
  authorise(mayImport(ctx.actor), "Files are imported by managers and administrators.");
  const { action } = parse(advanceSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const run = await begin(tx, ctx, id, action);
    const rows = await nextRows(tx, run, action);
    const context = await runContext(tx, ctx, run);
    const outcomes = await step(context, run, action, rows);
    await saveOutcomes(tx, run, action, outcomes);
    const position = Math.min(run.rows, run.position + CHUNK_ROWS);
    const done = position >= run.rows;
    const counts = { ...run.counts };
    for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    const { running, end } = STATES[action];
    const change = { state: done ? end : running, position: done && action === "check" ? 0 : position, counts, updatedAt: ctx.now() };
    const [after] = await tx
      .update(csvImports)
      .set({ ...change, ...(done && action !== "check" ? { finishedAt: ctx.now() } : {}) })
      .where(eq(csvImports.id, id))
      .returning();
    if (done && action !== "check")
      await audit(tx, ctx, { verb: action, noun: "csv-import", rowId: id, detail: { kind: run.kind, counts } });
    return { run: after!, done };
  });
}

/** Locks the run and, when the action is new, begins it. */
async function begin(tx: Tx, ctx: Ctx, id: string, action: Advance["action"]): Promise<CsvImport> {
  const run = found((await tx.select().from(csvImports).where(eq(csvImports.id, id)).for("update"))[0], "import");
  const { from, running } = STATES[action];
  // A dry run that was left may be left: applying begins from it, too.
  const state = run.state === "checking" && action === "apply" ? "ready" : run.state;
  if (state === running) return run;
  if (!from.includes(state))
    throw new AppError("conflict", `The import is ${run.state}: it cannot be ${action === "undo" ? "undone" : `${action}ed`} now.`);
  if (action !== "undo") {
    const missing = missingFields(run.kind, run.mapping);
    if (missing.length > 0)
      throw new AppError("invalid", "A column is missing.", {
        fields: missing.map((name) => ({ pointer: "/mapping", message: `no column is ${name}` })),
      });
  }
  await withClient(tx).query(
    "UPDATE csv_import_rows SET outcome = NULL, problems = NULL WHERE import_id = $1 AND $2 <> 'undo' AND outcome IS NOT NULL",
    [id, action],
  );
  return { ...run, position: 0, counts: {}, updatedAt: ctx.now() };
}

export interface StoredRow {
  row: number;
  cells: string[] | null;
  outcome: CsvRowOutcome | null;
  rowId: string | null;
  before: Record<string, unknown> | null;
  version: string | null;
}

/** Undoing goes backwards: what was created last, and may refer to what was created before, goes first. */
async function nextRows(tx: Tx, run: CsvImport, action: Advance["action"]): Promise<StoredRow[]> {
  const order = action === "undo" ? "row <= $2 ORDER BY row DESC" : "row > $2 ORDER BY row";
  const { rows } = await withClient(tx).query<StoredRow>(
    `SELECT row, cells, outcome, row_id AS "rowId", before, version FROM csv_import_rows WHERE import_id = $1 AND ${order} LIMIT ${CHUNK_ROWS}`,
    [run.id, action === "undo" ? run.rows - run.position : run.position],
  );
  return rows;
}

async function runContext(tx: Tx, ctx: Ctx, run: CsvImport): Promise<RunContext> {
  const { country, settings } = await readOrganization(tx, ctx);
  const stages = Object.fromEntries(listsOf(settings).stages.map(({ key, sk, en }) => [key, [sk, en]]));
  return { tx, ctx, source: run.source, country, stages };
}

/** What became of a row in this step. */
interface RowOutcome {
  row: number;
  outcome: CsvRowOutcome;
  problems?: { column: string | null; en: string; sk: string }[];
  rowId?: string;
  before?: Record<string, unknown> | undefined;
  version?: string;
}

async function step(context: RunContext, run: CsvImport, action: Advance["action"], rows: readonly StoredRow[]): Promise<RowOutcome[]> {
  const writer = WRITERS[run.kind];
  const client = withClient(context.tx);
  const outcomes: RowOutcome[] = [];
  await client.query("SAVEPOINT chunk");
  for (const stored of rows) {
    if (action === "undo") {
      const outcome = await undoRow(context, writer, stored);
      if (outcome) outcomes.push({ row: stored.row, outcome });
    } else outcomes.push(await writeRow(context, writer, run, stored));
  }
  if (action === "check") await client.query("ROLLBACK TO SAVEPOINT chunk");
  return outcomes;
}

/** One row within a savepoint of its own: what is refused leaves nothing behind, and the rest of the chunk stands. */
async function writeRow(context: RunContext, writer: RowWriter, run: CsvImport, stored: StoredRow): Promise<RowOutcome> {
  const client = withClient(context.tx);
  await client.query("SAVEPOINT one");
  try {
    const { outcome, rowId, before } = await writer.write(context, valuesOf(run, stored.cells ?? []));
    const version = (
      await client.query<{ version: string }>(`SELECT ${storedVersion("t")} AS version FROM ${writer.table} t WHERE id = $1`, [rowId])
    ).rows[0]?.version;
    await client.query("RELEASE SAVEPOINT one");
    return { row: stored.row, outcome, rowId, before, ...(version === undefined ? {} : { version }) };
  } catch (error) {
    const problems = problemsOf(error).map(({ field, en, sk }) => ({ column: headerOf(run, field), en, sk }));
    await client.query("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one");
    return { row: stored.row, outcome: "failed", problems };
  }
}

/** Cells by field; several columns of one field are put together. What is empty is not there. */
function valuesOf(run: CsvImport, cells: readonly string[]): RowValues {
  const values: Record<string, string> = {};
  for (const [i, field] of run.mapping.entries()) {
    const cell = cells[i] ?? "";
    if (field === null || cell === "") continue;
    values[field] = values[field] === undefined ? cell : `${values[field]}\n${cell}`;
  }
  return values;
}

/** The header of the column that a field comes from, as the file has it; a field that has no column stands for itself. */
function headerOf(run: CsvImport, field: string | null): string | null {
  if (field === null) return null;
  const exact = run.mapping.indexOf(field);
  const column = exact >= 0 ? exact : run.mapping.findIndex((name) => name !== null && field === "customer" && name.startsWith("customer"));
  const known = columnFields[run.kind].some(({ name }) => name === field);
  return column >= 0 ? (run.headers[column] ?? field) : known ? field : null;
}

/** Cells go with the applying: from then on the record itself holds what was in them. Those of a refused row stay until the run is over. */
async function saveOutcomes(tx: Tx, run: CsvImport, action: Advance["action"], outcomes: readonly RowOutcome[]): Promise<void> {
  const kept = action === "apply";
  await withClient(tx).query(
    `UPDATE csv_import_rows r SET outcome = o.outcome, problems = o.problems,
       cells = CASE WHEN $3 AND o.outcome <> 'failed' THEN NULL ELSE r.cells END,
       row_id = CASE WHEN $3 THEN o."rowId" ELSE r.row_id END, version = CASE WHEN $3 THEN o.version ELSE r.version END,
       before = CASE WHEN $3 THEN o.before WHEN $4 THEN NULL ELSE r.before END
     FROM json_to_recordset($2::json) AS o(row int, outcome text, problems jsonb, "rowId" uuid, before jsonb, version text)
     WHERE r.import_id = $1 AND r.row = o.row`,
    [run.id, JSON.stringify(outcomes), kept, action === "undo"],
  );
}

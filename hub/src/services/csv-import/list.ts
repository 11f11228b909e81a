import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { csvImportRows, csvImports, type CsvRowOutcome } from "../../db/schema/csv-imports.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayImport } from "../../policies/csv-import.ts";
import { authorise, found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import type { CsvImport } from "./advance.ts";
import { columnFields } from "./columns.ts";
import { mapColumnsSchema, type MapColumns } from "./schemas.ts";

/** Imports, newest first. */
export async function listCsvImports(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<CsvImport>> {
  authorise(mayImport(ctx.actor));
  const after = decodeCursor(cursor, 1);
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(csvImports)
      .where(after?.[0] ? lt(csvImports.id, after[0]) : undefined)
      .orderBy(desc(csvImports.id))
      .limit(limit + 1),
  );
  return toPage(rows, limit, (row) => [row.id]);
}

/** One import. @throws AppError `not-found` */
export async function getCsvImport(ctx: Ctx, id: string): Promise<CsvImport> {
  authorise(mayImport(ctx.actor));
  return inTransaction(ctx, async (tx) => found((await tx.select().from(csvImports).where(eq(csvImports.id, id)))[0], "import"));
}

export type CsvImportRow = Pick<typeof csvImportRows.$inferSelect, "row" | "line" | "cells" | "outcome" | "problems" | "rowId">;

/** Rows of an import in the order of the file, all or those of one outcome. */
export async function listCsvImportRows(
  ctx: Ctx,
  id: string,
  query: { outcome?: CsvRowOutcome | undefined; limit: number; cursor?: string | undefined },
): Promise<Page<CsvImportRow>> {
  await getCsvImport(ctx, id);
  const after = decodeCursor(query.cursor, 1);
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({
        row: csvImportRows.row,
        line: csvImportRows.line,
        cells: csvImportRows.cells,
        outcome: csvImportRows.outcome,
        problems: csvImportRows.problems,
        rowId: csvImportRows.rowId,
      })
      .from(csvImportRows)
      .where(
        and(
          eq(csvImportRows.importId, id),
          query.outcome === undefined ? undefined : eq(csvImportRows.outcome, query.outcome),
          after?.[0] ? gt(csvImportRows.row, Number(after[0])) : undefined,
        ),
      )
      .orderBy(csvImportRows.row)
      .limit(query.limit + 1),
  );
  return toPage(rows, query.limit, (row) => [String(row.row)]);
}

/** Says which field each column is. Only before anything is applied. @throws AppError `conflict`, `invalid` naming the column */
export async function mapCsvColumns(ctx: Ctx, id: string, input: MapColumns): Promise<CsvImport> {
  authorise(mayImport(ctx.actor));
  const { mapping } = parse(mapColumnsSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const run = found((await tx.select().from(csvImports).where(eq(csvImports.id, id)).for("update"))[0], "import");
    if (run.state !== "ready" && run.state !== "checking") throw new AppError("conflict", "The import has begun already.");
    const fields = columnFields[run.kind];
    const problems = mapping.flatMap((name, i) => {
      const pointer = `/mapping/${i}`;
      if (name === null) return [];
      const field = fields.find((known) => known.name === name);
      if (!field) return [{ pointer, message: `is no field of ${run.kind}` }];
      return !field.many && mapping.indexOf(name) < i ? [{ pointer, message: "is another column already" }] : [];
    });
    if (mapping.length !== run.headers.length) problems.push({ pointer: "/mapping", message: `must name ${run.headers.length} columns` });
    if (problems.length > 0) throw new AppError("invalid", "Some columns are not right.", { fields: problems });
    const [after] = await tx
      .update(csvImports)
      .set({ mapping, state: "ready", position: 0, counts: {}, updatedAt: ctx.now() })
      .where(eq(csvImports.id, id))
      .returning();
    await tx
      .update(csvImportRows)
      .set({ outcome: null, problems: null })
      .where(and(eq(csvImportRows.importId, id), sql`${csvImportRows.outcome} IS NOT NULL`));
    return after!;
  });
}

/** Throws a file away that was not applied. @throws AppError `conflict` */
export async function discardCsvImport(ctx: Ctx, id: string): Promise<void> {
  authorise(mayImport(ctx.actor));
  await inTransaction(ctx, async (tx) => {
    const run = found(
      (await tx.select({ state: csvImports.state }).from(csvImports).where(eq(csvImports.id, id)).for("update"))[0],
      "import",
    );
    if (run.state === "applied" || run.state === "applying" || run.state === "undoing")
      throw new AppError("conflict", "What was applied is undone, not thrown away.");
    await tx.delete(csvImports).where(eq(csvImports.id, id));
  });
}

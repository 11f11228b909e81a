import { z } from "@hono/zod-openapi";
import type { CsvImport } from "../services/csv-import/advance.ts";
import { columnFields } from "../services/csv-import/columns.ts";
import type { CsvImportRow } from "../services/csv-import/list.ts";
import { csvImportKindSchema } from "../services/csv-import/schemas.ts";
import { instant, instantOrNull } from "./common.ts";

const outcomeSchema = z.enum(["created", "updated", "unchanged", "failed", "undone", "kept"]);

export const csvImportSchema = z
  .object({
    id: z.uuid(),
    kind: csvImportKindSchema,
    filename: z.string(),
    source: z.string(),
    encoding: z.string(),
    delimiter: z.string(),
    state: z.enum(["reading", "ready", "checking", "applying", "applied", "undoing", "undone"]),
    columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
    fields: z
      .array(z.object({ name: z.string(), required: z.boolean(), many: z.boolean() }))
      .openapi({ description: "What a column can be" }),
    rows: z.number().int(),
    position: z.number().int().openapi({ description: "Rows that the running action has gone through" }),
    counts: z.partialRecord(outcomeSchema, z.number().int()),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .openapi("CsvImport");

export function presentCsvImport(run: CsvImport): z.infer<typeof csvImportSchema> {
  const { kind, headers, mapping, createdAt, finishedAt } = run;
  return {
    id: run.id,
    kind,
    filename: run.filename,
    source: run.source,
    encoding: run.encoding,
    delimiter: run.delimiter,
    state: run.state,
    rows: run.rows,
    position: run.position,
    counts: run.counts,
    columns: headers.map((header, i) => ({ header, field: mapping[i] ?? null })),
    fields: columnFields[kind].map(({ name, required = false, many = false }) => ({ name, required, many })),
    createdAt: instant(createdAt),
    finishedAt: instantOrNull(finishedAt),
  };
}

export const csvImportRowSchema = z
  .object({
    row: z.number().int(),
    line: z.number().int().openapi({ description: "Line of the file where the row begins" }),
    cells: z.array(z.string()).nullable().openapi({ description: "Gone once the row has been applied" }),
    outcome: outcomeSchema.nullable(),
    problems: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
    rowId: z.uuid().nullable(),
  })
  .openapi("CsvImportRow");

/** Reasons in the language of whoever asks. */
export function presentCsvImportRow(row: CsvImportRow, language: "sk" | "en"): z.infer<typeof csvImportRowSchema> {
  return { ...row, problems: (row.problems ?? []).map(({ column, sk, en }) => ({ column, message: language === "sk" ? sk : en })) };
}

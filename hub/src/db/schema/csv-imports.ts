import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId, updatedAt } from "./columns.ts";

export type CsvImportKind = "customers" | "contacts" | "opportunities" | "sales-documents";

/** `reading` -> `ready` -> `checking` | `applying` -> `applied` -> `undoing` -> `undone`. A run that was killed is taken up where it stands. */
export type CsvImportState = "reading" | "ready" | "checking" | "applying" | "applied" | "undoing" | "undone";

export type CsvRowOutcome = "created" | "updated" | "unchanged" | "failed" | "undone" | "kept";

/** Why a cell is refused, in both languages. `column` is the header as the file has it; null: the row as a whole. */
export interface CsvRowProblem {
  column: string | null;
  en: string;
  sk: string;
}

/** One file of rows that is brought in. */
export const csvImports = pgTable(
  "csv_imports",
  {
    id: rowId(),
    orgId: orgId(),
    kind: text("kind").$type<CsvImportKind>().notNull(),
    filename: text("filename").notNull(),
    /** Of the bytes: the same file again goes on with the run that a kill cut off. */
    sha256: text("sha256").notNull(),
    delimiter: text("delimiter").notNull(),
    encoding: text("encoding").notNull(),
    headers: text("headers").array().notNull(),
    /** The field of each column; null: left out. */
    mapping: jsonb("mapping").$type<(string | null)[]>().notNull(),
    /** Name of the system whose keys stand in the column of external ids. */
    source: text("source").notNull(),
    state: text("state").$type<CsvImportState>().notNull(),
    rows: integer("rows").notNull().default(0),
    /** Rows up to this one have been gone through in the present state. */
    position: integer("position").notNull().default(0),
    counts: jsonb("counts").$type<Partial<Record<CsvRowOutcome, number>>>().notNull().default({}),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [index("csv_imports_list").on(t.orgId, t.id)],
);

/** A row of the file. Its cells go when it has been applied: from then on the record itself holds what was in it. */
export const csvImportRows = pgTable(
  "csv_import_rows",
  {
    orgId: orgId(),
    importId: uuid("import_id")
      .notNull()
      .references(() => csvImports.id, { onDelete: "cascade" }),
    /** Counted from 1, the header not counted. */
    row: integer("row").notNull(),
    /** The line of the file where it begins. */
    line: integer("line").notNull(),
    cells: text("cells").array(),
    outcome: text("outcome").$type<CsvRowOutcome>(),
    problems: jsonb("problems").$type<CsvRowProblem[]>(),
    /** What was created or changed. */
    rowId: uuid("row_id"),
    /** For undoing: the values before, and the version (storedVersion) that the import wrote. */
    before: jsonb("before").$type<Record<string, unknown>>(),
    version: text("version"),
  },
  (t) => [primaryKey({ columns: [t.importId, t.row] }), index("csv_import_rows_row").on(t.orgId, t.rowId)],
);

/** Under which key another system knows a customer, person or deal: what an import finds it again by. */
export const externalIds = pgTable(
  "external_ids",
  {
    orgId: orgId(),
    noun: text("noun").$type<"customer" | "contact" | "opportunity">().notNull(),
    source: text("source").notNull(),
    externalId: text("external_id").notNull(),
    rowId: uuid("row_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.noun, t.source, t.externalId] }), uniqueIndex("external_ids_row").on(t.rowId, t.source)],
);

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Page } from "./types.ts";

export const importKinds = ["customers", "contacts", "opportunities", "sales-documents"] as const;
export type ImportKind = (typeof importKinds)[number];
export type RowOutcome = "created" | "updated" | "unchanged" | "failed" | "undone" | "kept";
export type ImportAction = "check" | "apply" | "undo";

/** What a column can be; which of them, the import says. */
export type ImportField =
  | "name"
  | "kinds"
  | "ico"
  | "dic"
  | "icDph"
  | "country"
  | "website"
  | "domains"
  | "owner"
  | "externalId"
  | "firstName"
  | "lastName"
  | "customer"
  | "customerIco"
  | "customerExternalId"
  | "jobTitle"
  | "email"
  | "phone"
  | "legalBasis"
  | "stage"
  | "state"
  | "value"
  | "currency"
  | "expectedClose"
  | "kind"
  | "number"
  | "amount"
  | "issuedOn"
  | "dueOn"
  | "paidOn";

export interface CsvImport {
  id: string;
  kind: ImportKind;
  filename: string;
  source: string;
  encoding: string;
  delimiter: string;
  state: "reading" | "ready" | "checking" | "applying" | "applied" | "undoing" | "undone";
  columns: { header: string; field: ImportField | null }[];
  fields: { name: ImportField; required: boolean; many: boolean }[];
  rows: number;
  position: number;
  counts: Partial<Record<RowOutcome, number>>;
  createdAt: string;
  finishedAt: string | null;
}

export interface CsvImportRow {
  row: number;
  line: number;
  cells: string[] | null;
  outcome: RowOutcome | null;
  problems: { column: string | null; message: string }[];
  rowId: string | null;
}

const KEY = "csv-imports";

export const csvImportsQuery = queryOptions({
  queryKey: [KEY, "list"],
  queryFn: ({ signal }) => request<Page<CsvImport>>("GET", "/csv-imports", { query: { limit: 20 }, signal }),
});

/** Rows of one import, e.g. those that were refused. */
export const csvImportRowsQuery = (id: string, outcome: RowOutcome | undefined, version: string) =>
  infiniteQueryOptions({
    queryKey: [KEY, "rows", id, outcome, version],
    queryFn: ({ pageParam, signal }) =>
      request<Page<CsvImportRow>>("GET", `/csv-imports/${id}/rows`, { query: { outcome, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const uploadCsv = (kind: ImportKind, file: File, source: string) =>
  request<CsvImport>("POST", "/csv-imports", {
    query: { kind, filename: file.name, source },
    file: new Blob([file], { type: "text/csv" }),
  });
export const mapCsvColumns = (id: string, mapping: (ImportField | null)[]) =>
  request<CsvImport>("PUT", `/csv-imports/${id}/mapping`, { body: { mapping } });
/** Does the next rows; to be repeated until done. */
export const advanceCsvImport = (id: string, action: ImportAction) =>
  request<{ run: CsvImport; done: boolean }>("POST", `/csv-imports/${id}/steps`, { body: { action } });
export const discardCsvImport = (id: string) => request<void>("DELETE", `/csv-imports/${id}`);

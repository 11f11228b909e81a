import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { csvImportRowSchema, csvImportSchema, presentCsvImport, presentCsvImportRow } from "../presenters/csv-import.ts";
import { advanceCsvImport } from "../services/csv-import/advance.ts";
import { discardCsvImport, getCsvImport, listCsvImportRows, listCsvImports, mapCsvColumns } from "../services/csv-import/list.ts";
import { advanceSchema, csvImportKindSchema, mapColumnsSchema } from "../services/csv-import/schemas.ts";
import { startCsvImport } from "../services/csv-import/start.ts";

const tags = ["import"];
const MAX_BYTES = 30 * 1024 * 1024;
const answer = { 200: json(csvImportSchema, "The import"), ...problems };

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "CSV imports, newest first",
  request: { query: pageQuery },
  responses: { 200: json(pageOf(csvImportSchema)), ...problems },
});
const start = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Upload a CSV file: its columns are recognised, nothing else is written yet",
  description:
    "UTF-8, UTF-16, windows-1250 or windows-1252; semicolon, comma or tab. The first row names the columns, in Slovak or English.",
  request: {
    query: z.object({
      kind: csvImportKindSchema,
      filename: z.string().max(300).optional().openapi({ example: "zakaznici.csv" }),
      source: z.string().max(40).optional().openapi({ example: "pohoda" }),
    }),
    body: {
      required: true,
      content: { "text/csv": { schema: z.string().openapi({ format: "binary", example: "Názov;IČO\nBreza, s. r. o.;35763469\n" }) } },
    },
  },
  responses: { 201: json(csvImportSchema, "Taken in"), ...problems },
});
const get = createRoute({ method: "get", path: "/{id}", tags, request: { params: idParam }, responses: answer });
const map = createRoute({
  method: "put",
  path: "/{id}/mapping",
  tags,
  summary: "Say which field each column is",
  request: { params: idParam, body: body(mapColumnsSchema) },
  responses: answer,
});
const rows = createRoute({
  method: "get",
  path: "/{id}/rows",
  tags,
  summary: "Rows in the order of the file, with what became of them",
  request: {
    params: idParam,
    query: pageQuery.extend({ outcome: z.enum(["created", "updated", "unchanged", "failed", "undone", "kept"]).optional() }),
  },
  responses: { 200: json(pageOf(csvImportRowSchema)), ...problems },
});
const advance = createRoute({
  method: "post",
  path: "/{id}/steps",
  tags,
  summary: "Check, apply or undo the next rows; to be repeated until `done`",
  request: { params: idParam, body: body(advanceSchema) },
  responses: { 200: json(z.object({ run: csvImportSchema, done: z.boolean() })), ...problems },
});
const discard = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Throw a file away that was not applied",
  request: { params: idParam },
  responses: { 204: { description: "Gone" }, ...problems },
});

export const csvImportRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listCsvImports(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentCsvImport) }, 200);
  })
  .openapi(start, async (c) => {
    const content = new Uint8Array(await c.req.arrayBuffer());
    const { id } = await startCsvImport(ctxOf(c), c.req.valid("query"), () => pieces(content), MAX_BYTES);
    return c.json(presentCsvImport(await getCsvImport(ctxOf(c), id)), 201);
  })
  .openapi(get, async (c) => c.json(presentCsvImport(await getCsvImport(ctxOf(c), c.req.valid("param").id)), 200))
  .openapi(map, async (c) => c.json(presentCsvImport(await mapCsvColumns(ctxOf(c), c.req.valid("param").id, c.req.valid("json"))), 200))
  .openapi(rows, async (c) => {
    const page = await listCsvImportRows(ctxOf(c), c.req.valid("param").id, c.req.valid("query"));
    return c.json({ ...page, items: page.items.map((row) => presentCsvImportRow(row, c.get("language"))) }, 200);
  })
  .openapi(advance, async (c) => {
    const { run, done } = await advanceCsvImport(ctxOf(c), c.req.valid("param").id, c.req.valid("json"));
    return c.json({ run: presentCsvImport(run), done }, 200);
  })
  .openapi(discard, async (c) => {
    await discardCsvImport(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

const PIECE_BYTES = 64 * 1024;

/** The bytes piece by piece, so that a bomb is found before all of it has become text. */
async function* pieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}

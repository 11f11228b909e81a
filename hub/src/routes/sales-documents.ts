import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  conditionOf,
  body,
  createRouter,
  ctxOf,
  idParam,
  ifMatchHeader,
  json,
  pageOf,
  pageQuery,
  problems,
  withETag,
  type AppEnv,
} from "../http.ts";
import { presentSalesDocument, salesDocumentSchema, salesDocumentTotalSchema } from "../presenters/sales-document.ts";
import { createSalesDocument } from "../services/sales-documents/create.ts";
import { getSalesDocument, listSalesDocuments } from "../services/sales-documents/list.ts";
import { pushSalesDocument } from "../services/sales-documents/push.ts";
import {
  createSalesDocumentSchema,
  documentKindSchema,
  documentStateSchema,
  externalIdSchema,
  pushSalesDocumentSchema,
  updateSalesDocumentSchema,
} from "../services/sales-documents/schemas.ts";
import { totalSalesDocuments } from "../services/sales-documents/totals.ts";
import { removeSalesDocument, updateSalesDocument } from "../services/sales-documents/update.ts";

const tags = ["sales documents"];
const of = { customerId: z.uuid().optional(), opportunityId: z.uuid().optional() };
const listQuery = pageQuery.extend({
  ...of,
  kind: documentKindSchema.optional(),
  state: documentStateSchema.optional(),
  overdue: z.enum(["true", "false"]).optional(),
  q: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "Part of the number; blanks, dashes and case do not matter", example: "2026 0042" }),
});
const answer = { 200: json(salesDocumentSchema, "The document"), ...problems };

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Quotes, orders and invoices, newest first",
  request: { query: listQuery },
  responses: { 200: json(pageOf(salesDocumentSchema), "Documents"), ...problems },
});
const totals = createRoute({
  method: "get",
  path: "/totals",
  tags,
  summary: "Totals by kind and currency",
  request: { query: z.object(of) },
  responses: { 200: json(z.object({ items: z.array(salesDocumentTotalSchema) }), "Totals"), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Add a document by hand",
  request: { body: body(createSalesDocumentSchema) },
  responses: { 201: json(salesDocumentSchema, "Created"), ...problems },
});
const push = createRoute({
  method: "put",
  path: "/by-external-id/{source}/{externalId}",
  tags,
  summary: "Push a document from the ERP: creates or replaces it; a repeat changes nothing",
  request: { params: externalIdSchema, headers: ifMatchHeader, body: body(pushSalesDocumentSchema) },
  responses: { ...answer, 201: json(salesDocumentSchema, "Created") },
});
const get = createRoute({ method: "get", path: "/{id}", tags, request: { params: idParam }, responses: answer });
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change some fields",
  request: { params: idParam, headers: ifMatchHeader, body: body(updateSalesDocumentSchema) },
  responses: answer,
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: "Deleted" }, ...problems },
});

/** The document as it stands, with its version as ETag. */
const present = async (c: Context<AppEnv>, id: string) => withETag(c, presentSalesDocument(await getSalesDocument(ctxOf(c), id)));

export const salesDocumentRoutes = createRouter()
  .openapi(list, async (c) => {
    const { overdue, ...query } = c.req.valid("query");
    const page = await listSalesDocuments(ctxOf(c), { ...query, ...(overdue === undefined ? {} : { overdue: overdue === "true" }) });
    return c.json({ ...page, items: page.items.map(presentSalesDocument) }, 200);
  })
  .openapi(totals, async (c) => c.json({ items: await totalSalesDocuments(ctxOf(c), c.req.valid("query")) }, 200))
  .openapi(create, async (c) => {
    const { id } = await createSalesDocument(ctxOf(c), c.req.valid("json"));
    return c.json(await present(c, id), 201);
  })
  .openapi(push, async (c) => {
    const { id, created } = await pushSalesDocument(
      ctxOf(c),
      c.req.valid("param"),
      c.req.valid("json"),
      conditionOf(c.req.valid("header")),
    );
    return created ? c.json(await present(c, id), 201) : c.json(await present(c, id), 200);
  })
  .openapi(get, async (c) => c.json(await present(c, c.req.valid("param").id), 200))
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateSalesDocument(ctxOf(c), id, c.req.valid("json"), conditionOf(c.req.valid("header")));
    return c.json(await present(c, id), 200);
  })
  .openapi(remove, async (c) => {
    await removeSalesDocument(ctxOf(c), c.req.valid("param").id, conditionOf(c.req.valid("header")));
    return c.body(null, 204);
  });

import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, ctxOf, json, pageOf, pageQuery, problems } from "../http.ts";
import { behindSchema, presentBehind, presentReport, reportSchema } from "../presenters/report.ts";
import { reportCsv } from "../services/reports/csv.ts";
import { listBehind } from "../services/reports/list-behind.ts";
import { reportOf } from "../services/reports/report.ts";
import { reportNames } from "../services/reports/schemas.ts";

const params = z.object({ report: z.enum(reportNames).openapi({ param: { name: "report", in: "path" }, example: "interactions" }) });
const filters = z.object({
  from: z.iso.date().openapi({ description: "First day, where the organisation lives", example: "2026-11-01" }),
  to: z.iso.date().openapi({ description: "Last day, included", example: "2026-11-30" }),
  teamId: z.uuid().optional(),
  repId: z.uuid().optional(),
  kind: z.enum(["email", "call", "meeting", "note", "other"]).optional(),
  customerId: z.uuid().optional(),
});

const get = createRoute({
  method: "get",
  path: "/{report}",
  tags: ["reports"],
  request: { params, query: filters },
  responses: { 200: json(reportSchema, "The figures, counted from what the viewer may see"), ...problems },
});
const csv = createRoute({
  method: "get",
  path: "/{report}/csv",
  tags: ["reports"],
  request: { params, query: filters },
  responses: {
    200: { content: { "text/csv": { schema: z.string() } }, description: "The same as a file; no cell is a formula" },
    ...problems,
  },
});
const behind = createRoute({
  method: "get",
  path: "/{report}/rows",
  tags: ["reports"],
  request: {
    params,
    query: pageQuery.extend({ ...filters.shape, figure: z.string().min(1).max(100).openapi({ example: "kind:email/incoming" }) }),
  },
  responses: { 200: json(pageOf(behindSchema), "What a figure was counted from, newest first"), ...problems },
});

export const reportRoutes = createRouter()
  .openapi(get, async (c) => c.json(presentReport(await reportOf(ctxOf(c), c.req.valid("param").report, c.req.valid("query"))), 200))
  .openapi(csv, async (c) => {
    const { report } = c.req.valid("param");
    const filters = c.req.valid("query");
    const text = reportCsv(await reportOf(ctxOf(c), report, filters));
    return c.body(text, 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${report}-${filters.from}-${filters.to}.csv"`,
    });
  })
  .openapi(behind, async (c) => {
    const { figure, limit, cursor, ...filters } = c.req.valid("query");
    const page = await listBehind(ctxOf(c), c.req.valid("param").report, filters, { figure, limit, cursor });
    return c.json({ ...page, items: page.items.map(presentBehind) }, 200);
  });

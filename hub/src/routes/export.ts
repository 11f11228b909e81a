import { createRoute } from "@hono/zod-openapi";
import { Readable } from "node:stream";
import type { Context } from "hono";
import { createRouter, ctxOf, idParam, problems, type AppEnv } from "../http.ts";
import { exportData, type ExportSubject } from "../services/export/export.ts";

const zip = {
  200: {
    description: "A zip of JSON, mbox, iCalendar, CSV and attachments",
    content: { "application/zip": { schema: { type: "string", format: "binary" } as const } },
  },
  ...problems,
};
const describe = (what: string) => ({
  tags: ["export"],
  summary: `Everything of one ${what}, as a zip`,
  description: "Interactions whose content the caller sees. The right `export` is asked, and the trail keeps that it was taken.",
  request: { params: idParam },
  responses: zip,
});

const ofCustomer = createRoute({ method: "get", path: "/customers/{id}/export", ...describe("customer") });
const ofContact = createRoute({ method: "get", path: "/contacts/{id}/export", ...describe("person") });

export const exportRoutes = createRouter()
  .openapi(ofCustomer, (c) => answer(c, { customer: c.req.valid("param").id }))
  .openapi(ofContact, (c) => answer(c, { contact: c.req.valid("param").id }));

async function answer(c: Context<AppEnv>, subject: ExportSubject) {
  const { stream } = await exportData(ctxOf(c), subject);
  const name = "customer" in subject ? `kronika-${subject.customer}.zip` : `kronika-${subject.contact}.zip`;
  return c.body(Readable.toWeb(stream as Readable) as ReadableStream<Uint8Array>, 200, {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "private, no-store",
  });
}

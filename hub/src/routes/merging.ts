import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { merge, previewMerge, undoMerge, type MergeNoun } from "../services/merging/merge.ts";

const tags = ["merging"];

const mergePreviewSchema = z
  .object({
    from: z.object({ id: z.uuid(), name: z.string() }),
    into: z.object({ id: z.uuid(), name: z.string() }),
    counts: z
      .record(z.string(), z.number().int())
      .openapi({ description: "Rows that would move, by table", example: { interaction_links: 12 } }),
    takenOver: z.array(z.string()).openapi({ description: "Fields that the one that stays takes over" }),
    conflicts: z.array(z.string()).openapi({ description: "Fields in which both differ; the one that stays wins" }),
  })
  .openapi("MergePreview");

const preview = <P extends string>(path: P) =>
  createRoute({
    method: "get",
    path,
    tags,
    summary: "What a merge would do",
    request: { params: idParam, query: z.object({ intoId: z.uuid() }) },
    responses: { 200: json(mergePreviewSchema), ...problems },
  });

const mergeInto = <P extends string>(path: P) =>
  createRoute({
    method: "post",
    path,
    tags,
    summary: "Make two one: everything moves to `intoId`, in one transaction",
    request: { params: idParam, body: body(z.strictObject({ intoId: z.uuid() })) },
    responses: { 201: json(z.object({ id: z.uuid().openapi({ description: "Of the merge: takes it back" }) })), ...problems },
  });

const undo = createRoute({
  method: "post",
  path: "/merges/{id}/undo",
  tags,
  summary: "Take a merge back",
  request: { params: idParam },
  responses: { 204: { description: "Both stand again" }, ...problems },
});

const noun = (path: string): MergeNoun => (path.includes("/customers/") ? "customer" : "contact");

export const mergingRoutes = createRouter()
  .openapi(preview("/customers/{id}/merge-preview"), async (c) =>
    c.json(await previewMerge(ctxOf(c), noun(c.req.path), c.req.valid("param").id, c.req.valid("query").intoId), 200),
  )
  .openapi(mergeInto("/customers/{id}/merge"), async (c) =>
    c.json(await merge(ctxOf(c), noun(c.req.path), c.req.valid("param").id, c.req.valid("json").intoId), 201),
  )
  .openapi(preview("/contacts/{id}/merge-preview"), async (c) =>
    c.json(await previewMerge(ctxOf(c), noun(c.req.path), c.req.valid("param").id, c.req.valid("query").intoId), 200),
  )
  .openapi(mergeInto("/contacts/{id}/merge"), async (c) =>
    c.json(await merge(ctxOf(c), noun(c.req.path), c.req.valid("param").id, c.req.valid("json").intoId), 201),
  )
  .openapi(undo, async (c) => {
    await undoMerge(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

import { createRoute, z } from "@hono/zod-openapi";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../context.ts";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { downloadHeaders } from "../presenters/attachment.ts";
import { explanationSchema, interactionSchema, presentExplanation, presentInteraction } from "../presenters/interaction.ts";
import { presentRecord, recordResultSchema } from "../presenters/record.ts";
import { presentReminder } from "../presenters/reminder.ts";
import { openAttachment } from "../services/attachments/open.ts";
import { deleteInteraction, updateInteraction } from "../services/interactions/change.ts";
import { explainInteraction } from "../services/interactions/explain.ts";
import { getInteraction } from "../services/interactions/read.ts";
import { recordFromClient, recordParsed } from "../services/interactions/record-from-client.ts";
import { recordInputSchema, updateInteractionSchema, type RecordInput } from "../services/interactions/schemas.ts";
import { relinkInteraction, relinkSchema } from "../services/interactions/relink.ts";
import { stateReaction, stateReactionSchema } from "../services/reactions/state.ts";
import { listReminders } from "../services/reminders/list.ts";

const tags = ["interactions"];
const create = createRoute({
  method: "post",
  path: "/",
  tags,
  request: { body: body(recordInputSchema) },
  responses: {
    201: json(recordResultSchema, "Recorded"),
    200: json(recordResultSchema, "A repeat, or left out with the reason"),
    ...problems,
  },
});
const batchInput = z.object({ items: z.array(z.unknown()).min(1).max(100) });
const batchItem = z.object({
  status: z.number().int(),
  result: recordResultSchema.optional(),
  problem: z
    .object({ code: z.string(), detail: z.string(), errors: z.array(z.object({ pointer: z.string(), message: z.string() })) })
    .optional(),
});
const batch = createRoute({
  method: "post",
  path: "/batch",
  tags,
  request: { body: body(batchInput) },
  responses: {
    200: json(z.object({ items: z.array(batchItem) }), "One answer per item, in their order; one bad item does not stop the others"),
    ...problems,
  },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  tags,
  request: { params: idParam },
  responses: { 200: json(interactionSchema, "The interaction"), ...problems },
});
const links = createRoute({
  method: "put",
  path: "/{id}/links",
  tags,
  summary: "Say where it belongs: a person's word, which no rule overrides",
  request: { params: idParam, body: body(relinkSchema) },
  responses: {
    200: json(
      z.object({
        changed: z.number().int(),
        before: z
          .array(z.object({ interactionId: z.uuid(), customerIds: z.array(z.uuid()), opportunityIds: z.array(z.uuid()) }))
          .openapi({ description: "Where each belonged: takes it back" }),
      }),
    ),
    ...problems,
  },
});
const explanation = createRoute({
  method: "get",
  path: "/{id}/explanation",
  tags,
  request: { params: idParam },
  responses: { 200: json(explanationSchema, "Why it is where it is"), ...problems },
});
const attachment = createRoute({
  method: "get",
  path: "/{id}/attachments/{attachmentId}",
  tags,
  request: { params: idParam.extend({ attachmentId: z.uuid().openapi({ param: { name: "attachmentId", in: "path" } }) }) },
  responses: {
    200: {
      description: "The file, to be saved: what can run where it is shown leaves as application/octet-stream",
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
    ...problems,
  },
});
const react = createRoute({
  method: "post",
  path: "/{id}/reactions",
  tags,
  request: { params: idParam, body: body(stateReactionSchema) },
  responses: { 204: { description: "Kept; a repeat changes nothing" }, ...problems },
});
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  request: { params: idParam, body: body(updateInteractionSchema) },
  responses: { 200: json(interactionSchema, "Changed"), ...problems },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  request: { params: idParam },
  responses: { 204: { description: "Deleted" }, ...problems },
});

export const interactionRoutes = createRouter()
  .openapi(create, async (c) => {
    const result = await recordParsed(ctxOf(c), c.req.valid("json"));
    return result.created ? c.json(presentRecord(result), 201) : c.json(presentRecord(result), 200);
  })
  .openapi(batch, async (c) => {
    const items = await Promise.all(c.req.valid("json").items.map((item) => recordOne(ctxOf(c), item)));
    return c.json({ items }, 200);
  })
  .openapi(get, async (c) => c.json(await whole(ctxOf(c), c.req.valid("param").id), 200))
  .openapi(links, async (c) => c.json(await relinkInteraction(ctxOf(c), c.req.valid("param").id, c.req.valid("json")), 200))
  .openapi(explanation, async (c) => c.json(presentExplanation(await explainInteraction(ctxOf(c), c.req.valid("param").id)), 200))
  .openapi(attachment, async (c) => {
    const { id, attachmentId } = c.req.valid("param");
    const { stream, ...file } = await openAttachment(ctxOf(c), id, attachmentId);
    return c.body(stream, 200, downloadHeaders(file));
  })
  .openapi(react, async (c) => {
    await stateReaction(ctxOf(c), c.req.valid("param").id, c.req.valid("json"));
    return c.body(null, 204);
  })
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateInteraction(ctxOf(c), id, c.req.valid("json"));
    return c.json(await whole(ctxOf(c), id), 200);
  })
  .openapi(remove, async (c) => {
    await deleteInteraction(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

async function whole(ctx: Ctx, id: string) {
  const row = await getInteraction(ctx, id);
  const { items } = await listReminders(ctx, { interactionId: row.id, limit: 100 });
  return presentInteraction(row, items.map(presentReminder));
}

async function recordOne(ctx: Ctx, item: unknown): Promise<z.infer<typeof batchItem>> {
  try {
    const result = await recordFromClient(ctx, item as RecordInput);
    return { status: result.created ? 201 : 200, result: presentRecord(result) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      status: error.code === "invalid" ? 422 : error.code === "forbidden" ? 403 : 409,
      problem: { code: error.code, detail: error.message, errors: error.fields },
    };
  }
}

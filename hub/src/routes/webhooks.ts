import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { deliverySchema, presentDelivery, presentWebhook, webhookSchema } from "../presenters/webhook.ts";
import { getWebhook, listDeliveries, listWebhooks } from "../services/webhooks/read.ts";
import { createWebhookSchema, updateWebhookSchema } from "../services/webhooks/schemas.ts";
import {
  createWebhook,
  deleteWebhook,
  replayDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from "../services/webhooks/write.ts";

const tags = ["webhooks"];
const secretOnce = z.string().openapi({ description: "Signs every message (Standard Webhooks). Shown this once.", example: "whsec_..." });

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Webhooks (administrator)",
  responses: { 200: json(z.object({ items: z.array(webhookSchema) })), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Make a webhook (administrator)",
  description:
    "It sees with the eyes of whoever makes it. Messages hold ids, never content, and are signed as Standard Webhooks says; repeats bear the same `webhook-id`.",
  request: { body: body(createWebhookSchema) },
  responses: { 201: json(webhookSchema.extend({ secret: secretOnce })), ...problems },
});
const patch = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change a webhook, switch it off or on",
  request: { params: idParam, body: body(updateWebhookSchema) },
  responses: { 200: json(webhookSchema), ...problems },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Remove a webhook with its log",
  request: { params: idParam },
  responses: { 204: { description: "Removed" }, ...problems },
});
const rotate = createRoute({
  method: "post",
  path: "/{id}/secret",
  tags,
  summary: "Give it a new signing secret",
  request: { params: idParam },
  responses: { 200: json(z.object({ secret: secretOnce })), ...problems },
});
const tryOut = createRoute({
  method: "post",
  path: "/{id}/test",
  tags,
  summary: "Send a test event",
  request: { params: idParam },
  responses: { 202: json(z.object({ deliveryId: z.uuid() })), ...problems },
});
const log = createRoute({
  method: "get",
  path: "/{id}/deliveries",
  tags,
  summary: "What was sent, newest first",
  request: { params: idParam, query: pageQuery },
  responses: { 200: json(pageOf(deliverySchema)), ...problems },
});
const replay = createRoute({
  method: "post",
  path: "/{id}/deliveries/{deliveryId}/replay",
  tags,
  summary: "Send one again",
  request: { params: idParam.extend({ deliveryId: z.uuid() }) },
  responses: { 202: { description: "On its way" }, ...problems },
});

export const webhookRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listWebhooks(ctxOf(c))).map(presentWebhook) }, 200))
  .openapi(create, async (c) => {
    const { id, secret } = await createWebhook(ctxOf(c), c.req.valid("json"));
    return c.json({ ...presentWebhook(await getWebhook(ctxOf(c), id)), secret }, 201);
  })
  .openapi(patch, async (c) => {
    const { id } = c.req.valid("param");
    await updateWebhook(ctxOf(c), id, c.req.valid("json"));
    return c.json(presentWebhook(await getWebhook(ctxOf(c), id)), 200);
  })
  .openapi(remove, async (c) => {
    await deleteWebhook(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(rotate, async (c) => c.json(await rotateWebhookSecret(ctxOf(c), c.req.valid("param").id), 200))
  .openapi(tryOut, async (c) => c.json(await testWebhook(ctxOf(c), c.req.valid("param").id), 202))
  .openapi(log, async (c) => {
    const page = await listDeliveries(ctxOf(c), c.req.valid("param").id, c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentDelivery) }, 200);
  })
  .openapi(replay, async (c) => {
    const { id, deliveryId } = c.req.valid("param");
    await replayDelivery(ctxOf(c), id, deliveryId);
    return c.body(null, 202);
  });

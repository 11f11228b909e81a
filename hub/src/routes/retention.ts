import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { instantOrNull } from "../presenters/common.ts";
import { presentRetentionRule, retentionPreviewSchema, retentionRuleSchema } from "../presenters/retention.ts";
import { listRetentionRules, previewRetention, removeRetentionRule, saveRetentionRule } from "../services/retention/rules.ts";
import { retentionRuleSchema as ruleInput } from "../services/retention/schemas.ts";

const tags = ["retention"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "After how long what goes by itself",
  responses: { 200: json(z.object({ items: z.array(retentionRuleSchema) })), ...problems },
});
const preview = createRoute({
  method: "post",
  path: "/preview",
  tags,
  summary: "What a rule would take today",
  request: { body: body(ruleInput) },
  responses: { 200: json(retentionPreviewSchema), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Make a rule; only one that is enabled is applied",
  request: { body: body(ruleInput) },
  responses: { 201: json(retentionRuleSchema), ...problems },
});
const update = createRoute({
  method: "put",
  path: "/{id}",
  tags,
  summary: "Replace a rule",
  request: { params: idParam, body: body(ruleInput) },
  responses: { 200: json(retentionRuleSchema), ...problems },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Take a rule away",
  request: { params: idParam },
  responses: { 204: { description: "Gone" }, ...problems },
});

export const retentionRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listRetentionRules(ctxOf(c))).map(presentRetentionRule) }, 200))
  .openapi(preview, async (c) => {
    const { oldest, newest, ...counts } = await previewRetention(ctxOf(c), c.req.valid("json"));
    return c.json({ ...counts, oldest: instantOrNull(oldest), newest: instantOrNull(newest) }, 200);
  })
  .openapi(create, async (c) => c.json(presentRetentionRule(await saveRetentionRule(ctxOf(c), c.req.valid("json"))), 201))
  .openapi(update, async (c) =>
    c.json(presentRetentionRule(await saveRetentionRule(ctxOf(c), c.req.valid("json"), c.req.valid("param").id)), 200),
  )
  .openapi(remove, async (c) => {
    await removeRetentionRule(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });

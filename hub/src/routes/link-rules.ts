import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { presentPreview, presentRule, rulePreviewSchema, ruleSchema } from "../presenters/question.ts";
import { createRule } from "../services/rules/create.ts";
import { listRules } from "../services/rules/list.ts";
import { previewRule } from "../services/rules/preview.ts";
import { removeRule } from "../services/rules/remove.ts";
import { linkRuleSchema } from "../services/rules/schemas.ts";

const tags = ["link-rules"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Rules made from answers: always to this customer, to this deal, to no deal",
  responses: { 200: json(z.object({ items: z.array(ruleSchema) })), ...problems },
});

const preview = createRoute({
  method: "post",
  path: "/preview",
  tags,
  summary: "What a rule would move, before it is made",
  request: { body: body(linkRuleSchema) },
  responses: { 200: json(rulePreviewSchema), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Make a rule and move what its preview showed",
  description: "Never touches what a person decided.",
  request: { body: body(linkRuleSchema) },
  responses: { 201: json(z.object({ id: z.uuid(), moved: z.number().int() })), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Take a rule away and put back what it moved",
  request: { params: idParam },
  responses: { 200: json(z.object({ restored: z.number().int() })), ...problems },
});

export const linkRuleRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listRules(ctxOf(c))).map(presentRule) }, 200))
  .openapi(preview, async (c) => c.json(presentPreview(await previewRule(ctxOf(c), c.req.valid("json"))), 200))
  .openapi(create, async (c) => c.json(await createRule(ctxOf(c), c.req.valid("json")), 201))
  .openapi(remove, async (c) => c.json(await removeRule(ctxOf(c), c.req.valid("param").id), 200));

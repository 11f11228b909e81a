import { createRoute, z } from "@hono/zod-openapi";
import { suggestionRules } from "@kronika/core/suggestions/facts.ts";
import { createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { presentSuggestion, suggestionSchema } from "../presenters/suggestion.ts";
import { dismissSuggestion, listSuggestions, recallSuggestion } from "../services/engagement/suggestions.ts";

const tags = ["customers"];
const ruleParam = idParam.extend({ rule: z.enum(suggestionRules).openapi({ param: { name: "rule", in: "path" }, example: "send-offer" }) });

const list = createRoute({
  method: "get",
  path: "/{id}/suggestions",
  tags,
  request: { params: idParam },
  responses: {
    200: json(z.object({ items: z.array(suggestionSchema) }), "What could be done next, the most important first"),
    ...problems,
  },
});
const dismiss = createRoute({
  method: "put",
  path: "/{id}/suggestions/{rule}/dismissal",
  tags,
  request: { params: ruleParam },
  responses: { 204: { description: "Not shown again until its facts change" }, ...problems },
});
const recall = createRoute({
  method: "delete",
  path: "/{id}/suggestions/{rule}/dismissal",
  tags,
  request: { params: ruleParam },
  responses: { 204: { description: "Shown again" }, ...problems },
});

/** Under customers. */
export const suggestionRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listSuggestions(ctxOf(c), c.req.valid("param").id)).map(presentSuggestion) }, 200))
  .openapi(dismiss, async (c) => {
    const { id, rule } = c.req.valid("param");
    await dismissSuggestion(ctxOf(c), id, rule);
    return c.body(null, 204);
  })
  .openapi(recall, async (c) => {
    const { id, rule } = c.req.valid("param");
    await recallSuggestion(ctxOf(c), id, rule);
    return c.body(null, 204);
  });

import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { presentQuestion, questionCountsSchema, questionSchema, unknownSenderSchema } from "../presenters/question.ts";
import { answerQuestion } from "../services/questions/answer.ts";
import { countQuestions, listQuestions } from "../services/questions/list.ts";
import { answerQuestionSchema, dismissSenderSchema } from "../services/questions/schemas.ts";
import { dismissSender, listUnknownSenders } from "../services/questions/senders.ts";

const tags = ["questions"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "What the rules were not sure of and this person is asked, newest first",
  request: { query: pageQuery.extend({ kind: z.enum(["opportunity", "customer"]).optional() }) },
  responses: { 200: json(pageOf(questionSchema)), ...problems },
});

const counts = createRoute({
  method: "get",
  path: "/counts",
  tags,
  summary: "How much is asked of this person",
  responses: { 200: json(questionCountsSchema), ...problems },
});

const senders = createRoute({
  method: "get",
  path: "/senders",
  tags,
  summary: "Frequent unknown senders in this person's own mailboxes; nothing of what they wrote is kept",
  responses: { 200: json(z.object({ items: z.array(unknownSenderSchema) })), ...problems },
});

const dismiss = createRoute({
  method: "post",
  path: "/senders/dismiss",
  tags,
  summary: "Do not ask this person about a sender again",
  request: { body: body(dismissSenderSchema) },
  responses: { 204: { description: "Put aside" }, ...problems },
});

const answer = createRoute({
  method: "post",
  path: "/{id}/answer",
  tags,
  summary: "Say where it belongs; null: none of these",
  description: "A person's word stands: no rule overrides it. Open questions of the same thread and matter go with it.",
  request: { params: idParam, body: body(answerQuestionSchema) },
  responses: {
    200: json(z.object({ interactionId: z.uuid(), followed: z.number().int() })),
    ...problems,
  },
});

export const questionRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listQuestions(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentQuestion) }, 200);
  })
  .openapi(counts, async (c) => c.json(await countQuestions(ctxOf(c)), 200))
  .openapi(senders, async (c) => c.json({ items: await listUnknownSenders(ctxOf(c)) }, 200))
  .openapi(dismiss, async (c) => {
    await dismissSender(ctxOf(c), c.req.valid("json"));
    return c.body(null, 204);
  })
  .openapi(answer, async (c) => c.json(await answerQuestion(ctxOf(c), c.req.valid("param").id, c.req.valid("json")), 200));

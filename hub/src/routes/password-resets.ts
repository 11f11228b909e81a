import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, json, openToAll, problems } from "../http.ts";
import { clientOf, limitByAddress } from "../middleware/rate-limit.ts";
import { askForReset, askResetSchema } from "../services/auth/reset/ask.ts";
import { finishReset, finishResetSchema, lookAtReset } from "../services/auth/reset/finish.ts";
import { issueReset, listAskedResets } from "../services/auth/reset/issue.ts";

const tags = ["password-resets"];
const limit = limitByAddress({ name: "password-reset", max: 60, windowSeconds: 15 * 60 });

const ask = createRoute({
  method: "post",
  path: "/ask",
  tags,
  summary: "I forgot my password: tell my administrator",
  description: "The answer is the same whether there is such an account or not.",
  ...openToAll,
  request: { body: body(askResetSchema) },
  responses: { 202: { description: "If there is such an account, its administrators see the request" }, ...problems },
});

const look = createRoute({
  method: "post",
  path: "/look",
  tags,
  summary: "Whose password a link is for",
  ...openToAll,
  middleware: [limit] as const,
  request: { body: body(finishResetSchema.pick({ token: true })) },
  responses: { 200: json(z.object({ email: z.string(), name: z.string(), expiresAt: z.iso.datetime() })), ...problems },
});

const finish = createRoute({
  method: "post",
  path: "/finish",
  tags,
  summary: "Choose a new password with a link; ends all sessions and extensions",
  ...openToAll,
  middleware: [limit] as const,
  request: { body: body(finishResetSchema) },
  responses: { 204: { description: "The new password holds" }, ...problems },
});

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Who has asked for a new password and waits (administrator)",
  responses: { 200: json(z.object({ items: z.array(z.object({ userId: z.uuid(), requestedAt: z.iso.datetime() })) })), ...problems },
});

const issue = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "A link for a new password of somebody (administrator, signed in)",
  description: "Good once, for 24 hours. It is in this answer and nowhere else.",
  request: { body: body(z.object({ userId: z.uuid() })) },
  responses: { 201: json(z.object({ link: z.string(), expiresAt: z.iso.datetime() })), ...problems },
});

export const passwordResetRoutes = createRouter()
  .openapi(ask, async (c) => {
    await askForReset(c.get("deps"), c.req.valid("json"), clientOf(c));
    return c.body(null, 202);
  })
  .openapi(look, async (c) => {
    const { expiresAt, ...facts } = await lookAtReset(c.get("deps"), c.req.valid("json").token);
    return c.json({ ...facts, expiresAt: expiresAt.toISOString() }, 200);
  })
  .openapi(finish, async (c) => {
    await finishReset(c.get("deps"), c.req.valid("json"));
    return c.body(null, 204);
  })
  .openapi(list, async (c) => {
    const items = await listAskedResets(ctxOf(c));
    return c.json({ items: items.map(({ userId, requestedAt }) => ({ userId, requestedAt: requestedAt.toISOString() })) }, 200);
  })
  .openapi(issue, async (c) => {
    const { link, expiresAt } = await issueReset(ctxOf(c), c.req.valid("json").userId);
    return c.json({ link, expiresAt: expiresAt.toISOString() }, 201);
  });

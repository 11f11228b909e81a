import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { presentReminder, reminderSchema } from "../presenters/reminder.ts";
import { assignReminder, assignReminderSchema } from "../services/reminders/assign.ts";
import { createReminder } from "../services/reminders/create.ts";
import { getReminder, listReminders } from "../services/reminders/list.ts";
import { cancelReminder, completeReminder, reopenReminder, snoozeReminder, updateReminder } from "../services/reminders/move.ts";
import { createReminderSchema, reminderStateSchema, snoozeReminderSchema, updateReminderSchema } from "../services/reminders/schemas.ts";

const listQuery = pageQuery.extend({
  state: z
    .string()
    .max(100)
    .transform((text) => text.split(","))
    .pipe(z.array(reminderStateSchema))
    .optional()
    .openapi({ type: "string", description: "States, separated by commas" }),
  mine: z.enum(["true", "false"]).optional(),
  customerId: z.uuid().optional(),
  interactionId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
});

const tags = ["reminders"];
const answer = { 200: json(reminderSchema, "The reminder"), ...problems };
const list = createRoute({
  method: "get",
  path: "/",
  tags,
  request: { query: listQuery },
  responses: { 200: json(pageOf(reminderSchema), "Reminders by due date"), ...problems },
});
const create = createRoute({
  method: "post",
  path: "/",
  tags,
  request: { body: body(createReminderSchema) },
  responses: { 201: json(reminderSchema, "Created"), ...problems },
});
const get = createRoute({ method: "get", path: "/{id}", tags, request: { params: idParam }, responses: answer });
const update = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  request: { params: idParam, body: body(updateReminderSchema) },
  responses: answer,
});
const snooze = createRoute({
  method: "post",
  path: "/{id}/snooze",
  tags,
  request: { params: idParam, body: body(snoozeReminderSchema) },
  responses: answer,
});
const done = createRoute({ method: "post", path: "/{id}/done", tags, request: { params: idParam }, responses: answer });
const cancel = createRoute({ method: "post", path: "/{id}/cancel", tags, request: { params: idParam }, responses: answer });
const reopen = createRoute({ method: "post", path: "/{id}/reopen", tags, request: { params: idParam }, responses: answer });
const assign = createRoute({
  method: "post",
  path: "/{id}/assign",
  tags,
  summary: "Give a reminder to a colleague, who is told",
  request: { params: idParam, body: body(assignReminderSchema) },
  responses: { 204: { description: "It is the colleague's now" }, ...problems },
});

export const reminderRoutes = createRouter()
  .openapi(list, async (c) => {
    const { state, mine, ...query } = c.req.valid("query");
    const page = await listReminders(ctxOf(c), { ...query, ...(state ? { states: state } : {}), mine: mine === "true" });
    return c.json({ ...page, items: page.items.map(presentReminder) }, 200);
  })
  .openapi(create, async (c) => {
    const { id } = await createReminder(ctxOf(c), c.req.valid("json"));
    return c.json(presentReminder(await getReminder(ctxOf(c), id)), 201);
  })
  .openapi(get, async (c) => c.json(presentReminder(await getReminder(ctxOf(c), c.req.valid("param").id)), 200))
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateReminder(ctxOf(c), id, c.req.valid("json"));
    return c.json(presentReminder(await getReminder(ctxOf(c), id)), 200);
  })
  .openapi(snooze, async (c) => {
    const { id } = c.req.valid("param");
    await snoozeReminder(ctxOf(c), id, c.req.valid("json"));
    return c.json(presentReminder(await getReminder(ctxOf(c), id)), 200);
  })
  .openapi(done, async (c) => {
    const { id } = c.req.valid("param");
    await completeReminder(ctxOf(c), id);
    return c.json(presentReminder(await getReminder(ctxOf(c), id)), 200);
  })
  .openapi(cancel, async (c) => {
    const { id } = c.req.valid("param");
    await cancelReminder(ctxOf(c), id);
    return c.json(presentReminder(await getReminder(ctxOf(c), id)), 200);
  })
  .openapi(reopen, async (c) => {
    const { id } = c.req.valid("param");
    await reopenReminder(ctxOf(c), id);
    return c.json(presentReminder(await getReminder(ctxOf(c), id)), 200);
  })
  .openapi(assign, async (c) => {
    await assignReminder(ctxOf(c), c.req.valid("param").id, c.req.valid("json"));
    return c.body(null, 204);
  });

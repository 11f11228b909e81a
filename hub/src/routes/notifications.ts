import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, json, pageOf, pageQuery, problems } from "../http.ts";
import { notificationSchema, presentNotification } from "../presenters/notification.ts";
import { countUnread, listNotifications } from "../services/notifications/list.ts";
import { markRead } from "../services/notifications/mark-read.ts";
import { markReadSchema } from "../services/notifications/schemas.ts";

const tags = ["notifications"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "What the caller was told, newest first",
  description: "What he may no longer see is not in it: rights are asked at the time of reading.",
  request: { query: pageQuery.extend({ unread: z.enum(["true", "false"]).optional() }) },
  responses: { 200: json(pageOf(notificationSchema)), ...problems },
});

const unread = createRoute({
  method: "get",
  path: "/unread",
  tags,
  summary: "How many the caller has not read, counted up to 100",
  responses: { 200: json(z.object({ count: z.number().int().min(0).max(100) })), ...problems },
});

const read = createRoute({
  method: "post",
  path: "/read",
  tags,
  summary: "Mark as read: some by their ids (or as unread again), or all that came until an instant",
  request: { body: body(markReadSchema) },
  responses: { 204: { description: "Marked" }, ...problems },
});

export const notificationRoutes = createRouter()
  .openapi(list, async (c) => {
    const { unread: onlyUnread, ...query } = c.req.valid("query");
    const page = await listNotifications(ctxOf(c), { ...query, unread: onlyUnread === "true" });
    return c.json({ ...page, items: page.items.map(presentNotification) }, 200);
  })
  .openapi(unread, async (c) => c.json({ count: await countUnread(ctxOf(c)) }, 200))
  .openapi(read, async (c) => {
    await markRead(ctxOf(c), c.req.valid("json"));
    return c.body(null, 204);
  });

import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, pageOf, pageQuery, problems } from "../http.ts";
import { namedSchema } from "../presenters/common.ts";
import { commentSchema, followingSchema, presentComment } from "../presenters/comment.ts";
import { getComment, listComments, listMentionable } from "../services/comments/list.ts";
import { createComment, deleteComment, updateComment } from "../services/comments/say.ts";
import { createCommentSchema, updateCommentSchema } from "../services/comments/schemas.ts";
import { follow, followSchema, getFollowing } from "../services/follows/follow.ts";
import { namesOneThing, ONE_THING, thingFields } from "../services/follows/thing.ts";

const tags = ["comments"];
const thingQuery = z.object(thingFields).refine(namesOneThing, ONE_THING);

const list = createRoute({
  method: "get",
  path: "/comments",
  tags,
  summary: "What was said about a customer, deal or interaction, newest first",
  description: "Of an interaction only for who sees its content: for others the list is empty.",
  request: { query: pageQuery.extend(thingFields) },
  responses: { 200: json(pageOf(commentSchema).extend({ mayComment: z.boolean() })), ...problems },
});

const mentionable = createRoute({
  method: "get",
  path: "/comments/mentionable",
  tags,
  summary: "Who can be named in a comment: colleagues who see the thing",
  request: { query: thingQuery },
  responses: { 200: json(z.object({ items: z.array(namedSchema) })), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/comments",
  tags,
  summary: "Say something about a customer, deal or interaction",
  description:
    "`@` and somebody's whole name tells that person. Somebody who does not see the thing cannot be named: the field error says who. Author and named follow from then on.",
  request: { body: body(createCommentSchema) },
  responses: { 201: json(commentSchema), ...problems },
});

const update = createRoute({
  method: "patch",
  path: "/comments/{id}",
  tags,
  summary: "Change one's own words",
  request: { params: idParam, body: body(updateCommentSchema) },
  responses: { 200: json(commentSchema), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/comments/{id}",
  tags,
  summary: "Take back one's own words",
  request: { params: idParam },
  responses: { 204: { description: "Gone, with what was told of it" }, ...problems },
});

const following = createRoute({
  method: "get",
  path: "/follows",
  tags,
  summary: "Whether the caller is told of what is said about a thing, and who else is",
  request: { query: thingQuery },
  responses: { 200: json(followingSchema), ...problems },
});

const setFollowing = createRoute({
  method: "put",
  path: "/follows",
  tags,
  summary: "Follow a thing, or hear nothing more of it",
  description: "Owners, who comments and who is named follow by themselves; a word against it stands until it is taken back.",
  request: { body: body(followSchema) },
  responses: { 200: json(followingSchema), ...problems },
});

export const commentRoutes = createRouter()
  .openapi(list, async (c) => {
    const page = await listComments(ctxOf(c), c.req.valid("query"));
    return c.json({ ...page, items: page.items.map(presentComment) }, 200);
  })
  .openapi(mentionable, async (c) => c.json({ items: await listMentionable(ctxOf(c), c.req.valid("query")) }, 200))
  .openapi(create, async (c) => {
    const { id } = await createComment(ctxOf(c), c.req.valid("json"));
    return c.json(presentComment(await getComment(ctxOf(c), id)), 201);
  })
  .openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    await updateComment(ctxOf(c), id, c.req.valid("json"));
    return c.json(presentComment(await getComment(ctxOf(c), id)), 200);
  })
  .openapi(remove, async (c) => {
    await deleteComment(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  })
  .openapi(following, async (c) => c.json(await getFollowing(ctxOf(c), c.req.valid("query")), 200))
  .openapi(setFollowing, async (c) => c.json(await follow(ctxOf(c), c.req.valid("json")), 200));

import { z } from "@hono/zod-openapi";
import type { CommentRow } from "../services/comments/list.ts";
import { instant, instantOrNull, namedSchema } from "./common.ts";

export const commentSchema = z
  .object({
    id: z.uuid(),
    text: z.string(),
    author: namedSchema,
    mentions: z.array(namedSchema).openapi({ description: "Whom the text names: each stands in it as `@` and the name" }),
    customerId: z.uuid().nullable(),
    opportunityId: z.uuid().nullable(),
    interactionId: z.uuid().nullable(),
    createdAt: z.string(),
    editedAt: z.string().nullable(),
    may: z.object({ edit: z.boolean(), delete: z.boolean() }),
  })
  .openapi("Comment");

export function presentComment({ authorId, authorName, createdAt, editedAt, ...row }: CommentRow): z.infer<typeof commentSchema> {
  return { ...row, author: { id: authorId, name: authorName }, createdAt: instant(createdAt), editedAt: instantOrNull(editedAt) };
}

export const followingSchema = z
  .object({ following: z.boolean(), followers: z.array(namedSchema) })
  .openapi("Following", { description: "Whether the caller is told of what is said, and who else is" });

import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { mentionedIds } from "@kronika/core/mentions.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { comments } from "../../db/schema/comments.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayComment } from "../../policies/comment.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { followBy, followersOf } from "../follows/follow.ts";
import { loadThing, viewersOf, type Colleague, type Thing } from "../follows/thing.ts";
import { tell } from "../notifications/tell.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { createCommentSchema, updateCommentSchema, type CreateComment } from "./schemas.ts";
import type { z } from "zod";

/**
 * Says something about a customer, deal or interaction. Whoever is named (`@Jana Nová`) and whoever follows is told, each once; author and named
 * follow from now on.
 * @throws AppError `not-found`, `forbidden` for an interaction whose content the author does not see, `invalid` naming who is named and cannot see
 */
export async function createComment(ctx: Ctx, input: CreateComment): Promise<{ id: string }> {
  const { text, ...ref } = parse(createCommentSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const thing = await loadThing(tx, ref);
    const { actor } = ctx;
    if (!mayComment(actor, "create", thing)) throw new AppError("forbidden", "You see too little of this to say something about it.");
    const mentions = await readMentions(tx, thing, text);
    const id = newId();
    await tx.insert(comments).values({ id, orgId: ctx.orgId, ...thing.ref, authorId: actor.userId, text, mentions, createdAt: ctx.now() });
    await followBy(tx, ctx, thing, [...new Set([actor.userId, ...mentions])]);
    await tellOf(tx, ctx, thing, id, mentions);
    await audit(tx, ctx, { verb: "create", noun: "comment", rowId: id, detail: { on: thing.kind, id: thing.id } });
    await announce(tx, ctx, { noun: "comment", id: thing.id });
    return { id };
  });
}

/** Changes the own words; who is named only now is told. @throws AppError `not-found`, `forbidden`, `invalid` as {@link createComment} */
export async function updateComment(ctx: Ctx, id: string, input: z.input<typeof updateCommentSchema>): Promise<void> {
  const { text } = parse(updateCommentSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const row = await loadOwn(tx, ctx, "edit", id);
    const thing = await loadThing(tx, refOf(row));
    const mentions = await readMentions(tx, thing, text);
    await tx.update(comments).set({ text, mentions, editedAt: ctx.now() }).where(eq(comments.id, id));
    const added = mentions.filter((userId) => !row.mentions.includes(userId));
    await followBy(tx, ctx, thing, added);
    await tell(tx, ctx, newsOf(thing, id, added, "mention"));
    await audit(tx, ctx, { verb: "edit", noun: "comment", rowId: id });
    await announce(tx, ctx, { noun: "comment", id: thing.id });
  });
}

/** Takes back the own words, and with them what was told of them. @throws AppError `not-found`, `forbidden` */
export async function deleteComment(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const row = await loadOwn(tx, ctx, "delete", id);
    await tx.delete(comments).where(eq(comments.id, id));
    await audit(tx, ctx, { verb: "delete", noun: "comment", rowId: id });
    await announce(tx, ctx, { noun: "comment", id: (row.customerId ?? row.opportunityId ?? row.interactionId)! });
  });
}

type Row = typeof comments.$inferSelect;

async function loadOwn(tx: Tx, ctx: Ctx, verb: "edit" | "delete", id: string): Promise<Row> {
  const row = found((await tx.select().from(comments).where(eq(comments.id, id)))[0], "comment");
  authorise(mayComment(ctx.actor, verb, row), "Only its author may change this.");
  return row;
}

const refOf = ({ customerId, opportunityId, interactionId }: Row) => ({
  customerId: customerId ?? undefined,
  opportunityId: opportunityId ?? undefined,
  interactionId: interactionId ?? undefined,
});

/** Ids of whom the text names. @throws AppError `invalid` for somebody who does not see the thing: he could not be told what it is about */
async function readMentions(tx: Tx, thing: Thing, text: string): Promise<string[]> {
  if (!text.includes("@")) return [];
  const { rows } = await withClient(tx).query<Colleague>("SELECT id, name FROM users WHERE org_id = app_org() AND disabled_at IS NULL");
  const named = mentionedIds(text, rows);
  if (named.length === 0) return [];
  const seeing = await viewersOf(tx, thing, named);
  const nameOf = (id: string) => rows.find((row) => row.id === id)?.name ?? "";
  // Of several people of one name those who see it are meant.
  const blind = [...new Set(named.map(nameOf))].filter((name) => !seeing.some((colleague) => colleague.name === name));
  if (blind.length > 0)
    throw new AppError("invalid", "Some fields are not right.", {
      fields: blind.map((name) => ({ pointer: "/text", message: `names ${name}, who cannot see this` })),
    });
  return seeing.map(({ id }) => id);
}

async function tellOf(tx: Tx, ctx: Ctx, thing: Thing, commentId: string, mentions: readonly string[]): Promise<void> {
  const followers = (await followersOf(tx, thing)).map(({ id }) => id).filter((id) => !mentions.includes(id));
  await tell(tx, ctx, [...newsOf(thing, commentId, mentions, "mention"), ...newsOf(thing, commentId, followers, "comment")]);
}

const newsOf = (thing: Thing, commentId: string, userIds: readonly string[], kind: "mention" | "comment") =>
  userIds.map((userId) => ({ userId, kind, key: `comment:${commentId}`, commentId, ...thing.ref }));

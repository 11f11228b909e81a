import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { follows } from "../../db/schema/comments.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { parse } from "../parse.ts";
import { COLUMN, loadThing, namesOneThing, ONE_THING, thingFields, viewersOf, type Colleague, type Thing, type ThingRef } from "./thing.ts";

export const followSchema = z.strictObject({ ...thingFields, following: z.boolean() }).refine(namesOneThing, ONE_THING);
const readSchema = z.strictObject(thingFields).refine(namesOneThing, ONE_THING);

/** Who is told of what is said about a thing. */
export interface Following {
  following: boolean;
  followers: Colleague[];
}

/** Whether the viewer follows a thing, and who else does, as far as they still see it. @throws AppError `not-found` */
export async function getFollowing(ctx: Ctx, ref: ThingRef): Promise<Following> {
  const asked = parse(readSchema, ref);
  return inTransaction(ctx, async (tx) => readFollowing(tx, ctx, await loadThing(tx, asked)));
}

/** Follows a thing, or says that one wants to hear nothing more of it; that word stands until it is taken back. @throws AppError `not-found` */
export async function follow(ctx: Ctx, input: z.input<typeof followSchema>): Promise<Following> {
  const { following, ...ref } = parse(followSchema, input);
  const userId = actingUserId(ctx);
  if (userId === null) throw new AppError("forbidden", "Only a person can follow something.");
  return inTransaction(ctx, async (tx, ctx) => {
    const thing = await loadThing(tx, ref);
    await tx
      .insert(follows)
      .values({ id: newId(), orgId: ctx.orgId, userId, ...thing.ref, following, createdAt: ctx.now() })
      .onConflictDoUpdate({
        target: [follows.userId, follows.customerId, follows.opportunityId, follows.interactionId],
        set: { following },
      });
    await audit(tx, ctx, { verb: following ? "follow" : "unfollow", noun: thing.kind, rowId: thing.id });
    return readFollowing(tx, ctx, thing);
  });
}

async function readFollowing(tx: Tx, ctx: Ctx, thing: Thing): Promise<Following> {
  const followers = await followersOf(tx, thing);
  return { following: followers.some(({ id }) => id === actingUserId(ctx)), followers };
}

/** Owners and whoever follows, without those who want to hear nothing and those who no longer see the thing. */
export async function followersOf(tx: Tx, thing: Thing): Promise<Colleague[]> {
  const { rows } = await withSystemEyes(tx, () =>
    withClient(tx).query<{ id: string; following: boolean }>(
      `SELECT user_id AS id, following FROM follows WHERE org_id = app_org() AND ${COLUMN[thing.kind]} = $1`,
      [thing.id],
    ),
  );
  const silent = rows.filter(({ following }) => !following).map(({ id }) => id);
  const ids = new Set([...thing.owners, ...rows.map(({ id }) => id)].filter((id) => !silent.includes(id)));
  return ids.size === 0 ? [] : viewersOf(tx, thing, [...ids]);
}

/** Who says something, or is named, follows from now on, unless he has said that he does not want to. */
export async function followBy(tx: Tx, ctx: Ctx, thing: Thing, userIds: readonly string[]): Promise<void> {
  const rows = userIds.map((userId) => ({ id: newId(), orgId: ctx.orgId, userId, ...thing.ref, createdAt: ctx.now() }));
  if (rows.length > 0) await withSystemEyes(tx, () => tx.insert(follows).values(rows).onConflictDoNothing());
}

import { and, eq, isNull } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { handOvers, type HandOverTrace } from "../../db/schema/hand-overs.ts";
import { notifications } from "../../db/schema/comments.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { mayHandOver, mayUndoHandOver } from "../../policies/hand-over.ts";
import { mayShareMail } from "../../policies/rights.ts";
import { audit, type AuditEntry } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { tell } from "../notifications/tell.ts";
import { announceAll, enqueueWorkflow, type ChangedNoun } from "../outbox.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { assertUser } from "../users/assert-user.ts";
import { movePlaces, moveBack } from "./move.ts";
import { handOverSchema, type HandOver } from "./schemas.ts";

/** How many of each would move, or have moved. */
export interface HandOverCounts {
  customers: number;
  opportunities: number;
  reminders: number;
}

export interface HandOverPreview {
  counts: HandOverCounts;
  /** What stays, because the new person does not see the customer or the interaction that it is about. */
  left: HandOverCounts;
  /** Whether the new person will read the old one's mail; `mayGiveMail`: whether that is the asker's to decide. */
  mail: boolean;
  mayGiveMail: boolean;
}

/**
 * What a hand-over would do: it is done, counted and taken back, so that the numbers are those of the deed.
 * @throws AppError as {@link handOver}
 */
export async function previewHandOver(ctx: Ctx, input: HandOver): Promise<HandOverPreview> {
  const plan = planOf(ctx, input);
  class TakenBack extends Error {
    readonly preview: HandOverPreview;
    constructor(preview: HandOverPreview) {
      super("taken back");
      this.preview = preview;
    }
  }
  try {
    return await inTransaction(
      ctx,
      async (tx, ctx) => {
        await assertPeople(tx, plan);
        const { trace, left } = await movePlaces(tx, ctx, plan);
        const none = { customers: 0, opportunities: 0, reminders: 0 };
        throw new TakenBack({ counts: countsOf(trace), left: { ...none, ...left }, mail: plan.mail, mayGiveMail: plan.mayGiveMail });
      },
      { locks: [rightsLock(ctx.orgId)] },
    );
  } catch (error) {
    if (error instanceof TakenBack) return error.preview;
    throw error;
  }
}

/**
 * Gives everything of one person to another, in one transaction: customers, open deals, open reminders with their calendar entries, and the
 * right to read the old person's mail. Can be taken back: {@link undoHandOver}.
 * @throws AppError `forbidden`, `not-found` for a person who does not exist, `invalid` for a new one who is disabled or the same
 */
export async function handOver(ctx: Ctx, input: HandOver): Promise<{ id: string; counts: HandOverCounts }> {
  const plan = planOf(ctx, input);
  const { fromId, toId } = plan;
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      await assertPeople(tx, plan);
      const { trace } = await movePlaces(tx, ctx, plan);
      const id = newId();
      await tx.insert(handOvers).values({ id, orgId: ctx.orgId, fromId, toId, trace, createdBy: actingUserId(ctx), createdAt: ctx.now() });
      const counts = countsOf(trace);
      await audit(tx, ctx, {
        verb: "hand-over",
        noun: "user",
        rowId: fromId,
        detail: { to: toId, handOver: id, ...counts, mail: trace.mail !== null },
      });
      await tellAndFollow(tx, ctx, trace.moved, { verb: "hand-over", from: fromId, to: toId });
      await tell(tx, ctx, [{ userId: toId, kind: "hand-over", key: `hand-over:${id}`, handOverId: id }]);
      return { id, counts };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

/**
 * Takes a hand-over back, as far as nobody moved things on since: what was given further or finished meanwhile stays.
 * @throws AppError `not-found`, `conflict` when it was taken back already
 */
export async function undoHandOver(ctx: Ctx, id: string): Promise<HandOverCounts> {
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const row = found((await tx.select().from(handOvers).where(eq(handOvers.id, id)).for("update"))[0], "hand-over");
      authorise(mayUndoHandOver(ctx.actor, row));
      if (row.undoneAt !== null) throw new AppError("conflict", "This hand-over was taken back already.");
      const back = await moveBack(tx, ctx, row.fromId, row.toId, row.trace);
      await tx.update(handOvers).set({ undoneAt: ctx.now() }).where(eq(handOvers.id, id));
      await withSystemEyes(tx, () => tx.delete(notifications).where(and(eq(notifications.handOverId, id), isNull(notifications.readAt))));
      const counts = countsOf({ moved: back });
      await audit(tx, ctx, { verb: "take-back", noun: "user", rowId: row.fromId, detail: { to: row.toId, handOver: id, ...counts } });
      await tellAndFollow(tx, ctx, back, { verb: "take-back", from: row.toId, to: row.fromId });
      await announceAll(tx, ctx, [{ noun: "notification", id: row.toId }]);
      return counts;
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

/** Authorises, parses, and decides on the mail: only the person and an administrator open somebody's mail to others. */
function planOf(ctx: Ctx, input: HandOver) {
  const { fromId, toId, mail } = parse(handOverSchema, input);
  authorise(mayHandOver(ctx.actor, { fromId }), "Only the person, managers and administrators may hand this over.");
  const mayGiveMail = mayShareMail(ctx.actor, fromId);
  authorise(mail !== true || mayGiveMail, "Only the person and an administrator may open somebody's mail to others.");
  if (fromId === toId)
    throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer: "/toId", message: "is the same person" }] });
  return { fromId, toId, mail: mail ?? mayGiveMail, mayGiveMail };
}

async function assertPeople(tx: Tx, { fromId, toId }: { fromId: string; toId: string }): Promise<void> {
  found((await tx.select({ id: users.id }).from(users).where(eq(users.id, fromId)))[0], "person");
  await assertUser(tx, toId, "/toId");
}

/** Counts of a trace. */
export function countsOf({ moved }: Pick<HandOverTrace, "moved">): HandOverCounts {
  const count = (place: string) => moved[place]?.length ?? 0;
  return { customers: count("customers.owner_id"), opportunities: count("opportunities.owner_id"), reminders: count("reminders.user_id") };
}

const NOUNS = {
  "customers.owner_id": "customer",
  "opportunities.owner_id": "opportunity",
  "reminders.user_id": "reminder",
} as const satisfies Record<string, ChangedNoun>;
/** Rows of the trail and notices go out in pieces: a statement takes a limited number of parameters, a notice a limited number of bytes. */
const PIECE = 500;

/** The trail of each row, the workflows of the reminders (which move the calendar entries), and the open pages. */
async function tellAndFollow(
  tx: Tx,
  ctx: Ctx,
  moved: Record<string, string[]>,
  { verb, from, to }: { verb: string; from: string; to: string },
) {
  for (const [place, noun] of Object.entries(NOUNS)) {
    const ids = moved[place] ?? [];
    for (let i = 0; i < ids.length; i += PIECE) {
      const piece = ids.slice(i, i + PIECE);
      await audit(tx, ctx, ...piece.map((rowId): AuditEntry => ({ verb, noun, rowId, detail: { from, to } })));
      if (noun === "reminder") await enqueueWorkflow(tx, ctx, "reminder", ...piece);
      await announceAll(
        tx,
        ctx,
        piece.map((id) => ({ noun, id, ...(noun === "customer" ? { customerIds: [id] } : {}) })),
      );
    }
  }
}

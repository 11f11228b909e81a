import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { contacts, customers } from "../../db/schema/customers.ts";
import { merges } from "../../db/schema/merges.ts";
import { customerRestrictions } from "../../db/schema/rights.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { announce } from "../outbox.ts";
import { applyRightsChange } from "../rights/apply-change.ts";
import { rightsLock } from "../rights/rules.ts";
import { fill, type Filling } from "./fill.ts";
import { countPlaces, moveBack, movePlaces } from "./move.ts";

export type MergeNoun = "customer" | "contact";

const TABLE = { customer: customers, contact: contacts } as const;
/** Fields that the one that stays takes over where it says nothing itself. */
const FILLED = {
  customer: ["kinds", "ico", "dic", "icDph", "website", "domains", "ownerId"],
  contact: ["customerId", "jobTitle", "legalBasis"],
} as const;

/** What a merge would do. */
export interface MergePreview {
  from: { id: string; name: string };
  into: { id: string; name: string };
  /** Rows that would move, by table. The whole organisation's, also those that the asker does not see. */
  counts: Record<string, number>;
  /** Fields that would be taken over, and those in which both differ (the one that stays wins). */
  takenOver: string[];
  conflicts: string[];
}

/** @throws AppError `not-found`, `forbidden`, `invalid`, `conflict` as {@link merge} would */
export async function previewMerge(ctx: Ctx, noun: MergeNoun, fromId: string, intoId: string): Promise<MergePreview> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { from, into, filling } = await load(tx, ctx, noun, fromId, intoId);
    return {
      from: { id: from.id, name: from.name },
      into: { id: into.id, name: into.name },
      counts: await withSystemEyes(tx, () => countPlaces(tx, noun, fromId)),
      takenOver: Object.keys(filling.fields),
      conflicts: filling.conflicts,
    };
  });
}

/**
 * Makes two customers, or two people, one: everything that hangs on `from` moves to `into` in one transaction, empty fields of `into` are
 * filled, and `from` is put away as a signpost. Can be taken back: {@link undoMerge}.
 * @throws AppError `not-found`, `forbidden`, `invalid` for the same one twice, `conflict` when one of two customers is restricted
 */
export async function merge(ctx: Ctx, noun: MergeNoun, fromId: string, intoId: string): Promise<{ id: string }> {
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const { filling } = await load(tx, ctx, noun, fromId, intoId);
      const trace = await withSystemEyes(tx, () => movePlaces(tx, noun, fromId, intoId));
      const now = ctx.now();
      // The one that goes first: a company number belongs to one customer at a time.
      const table = TABLE[noun];
      await tx
        .update(table)
        .set({ archivedAt: now, mergedInto: intoId, updatedAt: now, ...(filling.fields["ico"] === undefined ? {} : { ico: null }) })
        .where(eq(table.id, fromId));
      await tx
        .update(table)
        .set({ ...filling.fields, updatedAt: now })
        .where(eq(table.id, intoId));
      const id = newId();
      await tx.insert(merges).values({
        id,
        orgId: ctx.orgId,
        noun,
        fromId,
        intoId,
        trace: { ...trace, filled: filling.before },
        createdBy: actingUserId(ctx),
        createdAt: now,
      });
      if (noun === "customer") await applyRightsChange(tx, ctx, "customer", intoId);
      await audit(tx, ctx, { verb: "merge", noun, rowId: intoId, detail: { from: fromId, merge: id } });
      await announce(tx, ctx, { noun, id: intoId, customerIds: noun === "customer" ? [fromId, intoId] : [] });
      return { id };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

/**
 * Takes a merge back: both stand again, each with what was its own, as far as nobody moved it on since. What came to the merged one
 * meanwhile stays with it. @throws AppError `not-found`, `forbidden`, `conflict` when it was taken back already or `into` was merged on
 */
export async function undoMerge(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(
    ctx,
    async (tx, ctx) => {
      const row = found((await tx.select().from(merges).where(eq(merges.id, id)).for("update"))[0], "merge");
      const { noun, fromId, intoId, trace } = row;
      if (row.undoneAt !== null) throw new AppError("conflict", "This merge was taken back already.");
      await authorise(tx, ctx, noun, intoId, "archive");
      const table = TABLE[noun];
      const into = found((await tx.select().from(table).where(eq(table.id, intoId)))[0], noun);
      if (into.mergedInto !== null) throw new AppError("conflict", "It has been merged into another one since: take that back first.");
      await withSystemEyes(tx, () => moveBack(tx, noun, trace, fromId, intoId));
      const now = ctx.now();
      await tx
        .update(table)
        .set({ ...trace.filled, updatedAt: now })
        .where(eq(table.id, intoId));
      // Only a number that `into` had taken over was taken from `from`.
      const ico = "ico" in trace.filled && "ico" in into ? { ico: into.ico } : {};
      await tx
        .update(table)
        .set({ archivedAt: null, mergedInto: null, updatedAt: now, ...ico })
        .where(eq(table.id, fromId));
      await tx.update(merges).set({ undoneAt: now }).where(eq(merges.id, id));
      if (noun === "customer") for (const customer of [fromId, intoId]) await applyRightsChange(tx, ctx, "customer", customer);
      await audit(tx, ctx, { verb: "unmerge", noun, rowId: intoId, detail: { from: fromId, merge: id } });
      await announce(tx, ctx, { noun, id: intoId, customerIds: noun === "customer" ? [fromId, intoId] : [] });
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

type Row = Record<string, unknown> & { id: string; name: string; mergedInto: string | null };

async function load(
  tx: Tx,
  ctx: Ctx,
  noun: MergeNoun,
  fromId: string,
  intoId: string,
): Promise<{ from: Row; into: Row; filling: Filling }> {
  if (fromId === intoId)
    throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer: "/intoId", message: "is the same one" }] });
  const table = TABLE[noun];
  const read = async (id: string) => {
    const row = (await tx.select().from(table).where(eq(table.id, id)).for("update"))[0];
    return found(row && row.archivedAt === null ? (row as Row) : undefined, noun);
  };
  // In one order, whatever the direction: two that merge the same pair wait for each other.
  const [first, second] = [fromId, intoId].toSorted();
  const rows = [await read(first!), await read(second!)];
  const [from, into] = [rows.find(({ id }) => id === fromId)!, rows.find(({ id }) => id === intoId)!];
  await authorise(tx, ctx, noun, fromId, "archive");
  await authorise(tx, ctx, noun, intoId, "edit");
  if (noun === "customer") await assertSameOpenness(tx, fromId, intoId);
  return { from, into, filling: fill(into, from, FILLED[noun]) };
}

/** A person is his customer's; one of no customer is everybody's. */
async function authorise(tx: Tx, ctx: Ctx, noun: MergeNoun, id: string, verb: "edit" | "archive"): Promise<void> {
  if (noun === "customer") return authoriseCustomer(tx, ctx, verb, id);
  const rows = await tx.select({ customerId: contacts.customerId }).from(contacts).where(eq(contacts.id, id));
  const { customerId } = found(rows[0], "contact");
  if (customerId !== null) await authoriseCustomer(tx, ctx, "edit", customerId);
}

/** What was hidden must not come into the open by a merge, nor the other way round. */
async function assertSameOpenness(tx: Tx, fromId: string, intoId: string): Promise<void> {
  const rows = await tx.select({ id: customerRestrictions.customerId }).from(customerRestrictions);
  const restricted = [fromId, intoId].filter((id) => rows.some((row) => row.id === id));
  if (restricted.length === 1)
    throw new AppError("conflict", "One of the two customers is restricted and the other is not. Make them alike first.");
}

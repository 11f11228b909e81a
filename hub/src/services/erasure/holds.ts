import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { legalHolds } from "../../db/schema/erasure.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayErase } from "../../policies/erasure.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { holdSchema, type Hold } from "./schemas.ts";
import type { Extent } from "./targets.ts";

export type LegalHold = typeof legalHolds.$inferSelect;

const TABLES = { customer: "customers", contact: "contacts", interaction: "interactions" } as const;

/** Holds a customer, person or interaction: nothing of it is erased or dropped until the hold is over. @throws AppError `not-found`, `conflict` */
export async function placeHold(ctx: Ctx, input: Hold): Promise<{ id: string }> {
  authorise(mayErase(ctx.actor), "Holds are placed by administrators.");
  const { target, targetId, reason, until } = parse(holdSchema, input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const { rows } = await withClient(tx).query<{ id: string }>(`SELECT id FROM ${TABLES[target]} WHERE id = $1`, [targetId]);
      found(rows[0], target);
      const id = newId();
      await tx.insert(legalHolds).values({
        id,
        orgId: ctx.orgId,
        target,
        targetId,
        reason,
        until: until ?? null,
        createdBy: actingUserId(ctx),
        createdAt: ctx.now(),
      });
      await audit(tx, ctx, { verb: "hold", noun: target, rowId: targetId, detail: { holdId: id } });
      return { id };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

/** Releases a hold; its row stays and says who released it. @throws AppError `not-found` */
export async function releaseHold(ctx: Ctx, id: string): Promise<void> {
  authorise(mayErase(ctx.actor), "Holds are released by administrators.");
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .update(legalHolds)
      .set({ releasedAt: ctx.now(), releasedBy: actingUserId(ctx) })
      .where(and(eq(legalHolds.id, id), isNull(legalHolds.releasedAt)))
      .returning();
    const hold = found(rows[0], "hold");
    await audit(tx, ctx, { verb: "release", noun: hold.target, rowId: hold.targetId, detail: { holdId: id } });
  });
}

/** Holds, newest first, those that are over among them. */
export async function listHolds(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<LegalHold>> {
  authorise(mayErase(ctx.actor));
  const after = decodeCursor(cursor, 1);
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(legalHolds)
      .where(after?.[0] ? lt(legalHolds.id, after[0]) : undefined)
      .orderBy(desc(legalHolds.id))
      .limit(limit + 1),
  );
  return toPage(rows, limit, (row) => [row.id]);
}

/** A hold `h` that stands today ($1: the present). */
export const STANDS =
  "h.org_id = app_org() AND h.released_at IS NULL AND (h.until IS NULL OR h.until >= ($1::timestamptz AT TIME ZONE 'UTC')::date)";

/** True of an interaction `i` that is held itself, or with a customer or person that it belongs to. */
export const INTERACTION_HELD = `EXISTS (SELECT FROM legal_holds h WHERE ${STANDS} AND (
    (h.target = 'interaction' AND h.target_id = i.id)
    OR EXISTS (SELECT FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = h.target AND l.target_id = h.target_id)
    OR (h.target = 'contact' AND EXISTS (SELECT FROM interaction_participants p JOIN contact_addresses a ON a.contact_id = h.target_id AND a.value = p.address
      WHERE p.interaction_id = i.id))))`;

/** Refuses while anything that the erasure bears on is held. @throws AppError `conflict`, naming reason and end of the hold */
export async function assertNotHeld(tx: Tx, ctx: Ctx, extent: Extent): Promise<void> {
  const { rows } = await withClient(tx).query<{ reason: string; until: string | null }>(
    `SELECT h.reason, h.until::text FROM legal_holds h WHERE ${STANDS} AND ((h.target = 'customer' AND (h.target_id = ANY($2::uuid[])
        OR h.target_id IN (SELECT customer_id FROM contacts WHERE id = ANY($3::uuid[]))))
      OR (h.target = 'contact' AND h.target_id = ANY($3::uuid[])))
     UNION ALL SELECT 'an interaction is held', NULL FROM interactions i WHERE i.id = ANY($4::uuid[]) AND ${INTERACTION_HELD} LIMIT 1`,
    [ctx.now(), extent.customerIds, extent.contactIds, [...extent.interactionIds, ...extent.sharedIds]],
  );
  const hold = rows[0];
  if (hold) throw new AppError("conflict", `A legal hold stands${hold.until === null ? "" : ` until ${hold.until}`}: ${hold.reason}.`);
}

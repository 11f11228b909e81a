import { desc, eq, lt } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { erasures } from "../../db/schema/erasure.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayErase } from "../../policies/erasure.ts";
import { AUDIT_ROW_HASH } from "../audit-trail/row-hash.ts";
import { authorise, found } from "../authorise.ts";
import { decodeCursor, toPage } from "../paging.ts";

const columns = {
  id: erasures.id,
  target: erasures.target,
  targetId: erasures.targetId,
  reason: erasures.reason,
  counts: erasures.counts,
  erasedBy: erasures.erasedBy,
  erasedByName: users.name,
  erasedAt: erasures.erasedAt,
  auditId: erasures.auditId,
  auditHash: erasures.auditHash,
};

export type ErasureRow = Awaited<ReturnType<typeof getErasure>>;

/** Certificates, newest first. */
export async function listErasures(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  authorise(mayErase(ctx.actor));
  const after = decodeCursor(cursor, 1);
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select(columns)
      .from(erasures)
      .leftJoin(users, eq(users.id, erasures.erasedBy))
      .where(after?.[0] ? lt(erasures.id, after[0]) : undefined)
      .orderBy(desc(erasures.id))
      .limit(limit + 1),
  );
  return toPage(rows, limit, (row) => [row.id]);
}

/** One certificate, and whether its row of the trail is still the one that it was bound to. @throws AppError `not-found` */
export async function getErasure(ctx: Ctx, id: string) {
  authorise(mayErase(ctx.actor));
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.select(columns).from(erasures).leftJoin(users, eq(users.id, erasures.erasedBy)).where(eq(erasures.id, id));
    const row = found(rows[0], "certificate");
    const proof = await withClient(tx).query<{ hash: string }>(`SELECT ${AUDIT_ROW_HASH} AS hash FROM audit_log a WHERE a.id = $1`, [
      row.auditId,
    ]);
    return { ...row, genuine: proof.rows[0]?.hash === row.auditHash };
  });
}

import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";

/** How long the contents of a removed attachment stay: whoever is reading them, or takes the removal back, still finds them. */
const GRACE_MS = 24 * 60 * 60 * 1000;
/** Blobs removed in one transaction: it bounds the locks held while files are deleted. */
const BATCH = 200;

/**
 * Removes contents that no attachment has referred to for the grace time, and what interrupted writes have left. Repeats are harmless, also
 * beside recording: the row's lock decides whether a blob is kept or goes.
 * @param options.graceMs 0 removes at once what no attachment refers to: for an erasure that must be complete
 * @returns how many blobs were removed
 */
export async function sweepBlobs(ctx: Ctx, { graceMs = GRACE_MS }: { graceMs?: number } = {}): Promise<number> {
  const now = ctx.now();
  const before = new Date(now.getTime() - graceMs);
  await adoptStrays(ctx, before);
  await inTransaction(ctx, (tx) => withClient(tx).query(MARK, [now]), { system: true });
  let removed = 0;
  for (;;) {
    const count = await inTransaction(
      ctx,
      async (tx) => {
        const { rows } = await withClient(tx).query<{ sha256: string }>(TAKE, [before, BATCH]);
        for (const { sha256 } of rows) await ctx.blobs.remove({ orgId: ctx.orgId, sha256 });
        return rows.length;
      },
      { system: true },
    );
    removed += count;
    if (count < BATCH) break;
  }
  await ctx.blobs.tidy(ctx.orgId, new Date(now.getTime() - GRACE_MS));
  return removed;
}

/**
 * Bytes without a row are left of transactions that failed after the bytes were kept. They get the row of an orphan: its lock, as with every
 * other, decides between this and a recorder that wants them at this moment.
 */
async function adoptStrays(ctx: Ctx, before: Date): Promise<void> {
  let found: string[] = [];
  const adopt = () =>
    inTransaction(ctx, (tx) => withClient(tx).query(ADOPT, [found, ctx.now(), before]), { system: true }).then(() => {
      found = [];
    });
  for await (const sha256 of ctx.blobs.list(ctx.orgId, before)) {
    found.push(sha256);
    if (found.length >= ADOPTED) await adopt();
  }
  if (found.length > 0) await adopt();
}

const ADOPTED = 1000;
const ADOPT = `INSERT INTO blobs (org_id, sha256, size, created_at, orphaned_at)
  SELECT app_org(), f, 0, $2, $3 FROM unnest($1::text[]) f WHERE NOT EXISTS (SELECT FROM blobs b WHERE b.org_id = app_org() AND b.sha256 = f)
  ORDER BY f ON CONFLICT DO NOTHING`;

const REFERRED = "EXISTS (SELECT FROM attachments a WHERE a.org_id = b.org_id AND a.sha256 = b.sha256)";

/** Notes which blobs became orphans, and which are wanted again. */
const MARK = `UPDATE blobs b SET orphaned_at = CASE WHEN b.orphaned_at IS NULL THEN $1::timestamptz END
  WHERE b.org_id = app_org() AND (b.orphaned_at IS NULL) <> ${REFERRED}`;

/** The condition is looked at again under the lock: a recorder that wants the blob clears `orphaned_at` first. */
const TAKE = `DELETE FROM blobs WHERE org_id = app_org() AND orphaned_at <= $1 AND sha256 IN (
    SELECT b.sha256 FROM blobs b WHERE b.org_id = app_org() AND b.orphaned_at <= $1 AND NOT ${REFERRED} ORDER BY b.sha256 LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING sha256`;

import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { getConnection } from "./list.ts";

/** What the provider listed against what became of it. `missing` = listed - stored - skipped: empty, or the gap that still heals. */
export interface Counts {
  listed: number;
  stored: number;
  skipped: number;
  failed: number;
  pending: number;
  missing: number;
}

export interface Completeness extends Omit<Counts, "skipped"> {
  /** By reason code. */
  skipped: Record<string, number>;
  folders: (Counts & { folder: string })[];
  /** Days in the organisation's time zone, newest first. */
  days: (Counts & { day: string })[];
}

/** How many days are told apart. */
const DAYS = 120;

/** Promise 1, per connection: nothing lost, provably. @throws AppError `not-found` */
export async function completeness(ctx: Ctx, connectionId: string): Promise<Completeness> {
  await getConnection(ctx, connectionId);
  return inTransaction(ctx, async (tx) => {
    const result = await tx.execute<{ folder: string; day: string | null; state: string; reason: string | null; n: number }>(sql`
      SELECT l.folder, to_char(l.received_at AT TIME ZONE o.time_zone, 'YYYY-MM-DD') AS day, l.state, l.reason, count(*)::int AS n
      FROM ledger l JOIN organizations o ON o.id = l.org_id WHERE l.connection_id = ${connectionId} AND l.state <> 'gone' GROUP BY 1, 2, 3, 4`);
    const total = empty();
    const skipped: Record<string, number> = {};
    const folders = new Map<string, Counts>();
    const days = new Map<string, Counts>();
    for (const row of result.rows) {
      if (row.state === "skipped") skipped[row.reason ?? "unknown"] = (skipped[row.reason ?? "unknown"] ?? 0) + row.n;
      for (const counts of [total, at(folders, row.folder), ...(row.day === null ? [] : [at(days, row.day)])])
        add(counts, row.state, row.n);
    }
    return {
      ...total,
      skipped,
      folders: [...folders].map(([folder, counts]) => ({ folder, ...counts })).toSorted((a, b) => a.folder.localeCompare(b.folder)),
      days: [...days]
        .map(([day, counts]) => ({ day, ...counts }))
        .toSorted((a, b) => b.day.localeCompare(a.day))
        .slice(0, DAYS),
    };
  });
}

const empty = (): Counts => ({ listed: 0, stored: 0, skipped: 0, failed: 0, pending: 0, missing: 0 });

function at(map: Map<string, Counts>, key: string): Counts {
  const counts = map.get(key) ?? empty();
  map.set(key, counts);
  return counts;
}

function add(counts: Counts, state: string, n: number): void {
  counts.listed += n;
  if (state === "captured") counts.stored += n;
  else if (state === "skipped") counts.skipped += n;
  else {
    counts.missing += n;
    if (state === "failed") counts.failed += n;
    else counts.pending += n;
  }
}

import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { isAdministrator } from "../../policies/roles.ts";
import { authorise } from "../authorise.ts";
import { AUDIT_ROW_HASH } from "./row-hash.ts";

/** Rows of one segment at most: it bounds the work of one statement. */
const SEGMENT_ROWS = 10_000;
/** How much younger than the oldest open transaction a row must be not to be waited for: clocks of hub and database may differ. */
const MARGIN_MS = 60_000;
const NOTHING_BEFORE = "0".repeat(64);

/** Rows `a` of a stretch, in their order, as one hash over the hash before. */
const SEGMENT_HASH = `encode(sha256(convert_to($2::text || coalesce(string_agg(${AUDIT_ROW_HASH}, '' ORDER BY a.id), ''), 'UTF8')), 'hex')`;

interface Sealed {
  number: number;
  fromId: string;
  toId: string;
  count: number;
  hash: string;
  previousHash: string;
}

/**
 * Seals the rows of the trail that have come since the last segment. Ids of rows are made inside of their transaction (UUIDv7: the time comes first), so
 * that all rows before the oldest transaction that is still open stand: what is younger waits for the next time. Recording pays nothing for it.
 * @param options.marginMs of the clocks; 0 in tests
 * @returns how many rows were sealed
 */
export async function sealAuditTrail(ctx: Ctx, { marginMs = MARGIN_MS }: { marginMs?: number } = {}): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await inTransaction(ctx, (tx) => sealNext(tx, ctx, marginMs), { system: true, locks: [sealLock(ctx.orgId)] });
    total += sealed;
    if (sealed < SEGMENT_ROWS) return total;
  }
}

async function sealNext(tx: Tx, ctx: Ctx, marginMs: number): Promise<number> {
  const client = withClient(tx);
  const last = (await client.query<Sealed>(`${SEGMENTS} ORDER BY number DESC LIMIT 1`)).rows[0];
  const { rows } = await client.query<{ id: string }>(
    `WITH horizon AS (SELECT least(now(), min(s.xact_start)) - make_interval(secs => $2) AS at FROM pg_stat_activity s
       WHERE s.datname = current_database() AND s.usename = current_user AND s.pid <> pg_backend_pid() AND s.xact_start IS NOT NULL)
     SELECT a.id FROM audit_log a, horizon h WHERE a.org_id = app_org() AND ($1::uuid IS NULL OR a.id > $1::uuid)
       AND a.id < (lpad(to_hex((extract(epoch FROM h.at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid ORDER BY a.id LIMIT ${SEGMENT_ROWS}`,
    [last?.toId ?? null, marginMs / 1000],
  );
  const [first, end] = [rows[0], rows.at(-1)];
  if (!first || !end) return 0;
  const previousHash = last?.hash ?? NOTHING_BEFORE;
  await client.query(
    `INSERT INTO audit_segments (org_id, number, from_id, to_id, count, hash, previous_hash, sealed_at)
     SELECT app_org(), $5, $1, $3, count(*), ${SEGMENT_HASH}, $2, $4 FROM audit_log a WHERE a.org_id = app_org() AND a.id >= $1::uuid AND a.id <= $3::uuid`,
    [first.id, previousHash, end.id, ctx.now(), (last?.number ?? 0) + 1],
  );
  return rows.length;
}

const SEGMENTS = `SELECT number, from_id AS "fromId", to_id AS "toId", count, hash, previous_hash AS "previousHash" FROM audit_segments WHERE org_id = app_org()`;

/** What a check of the trail has found. */
export interface TrailCheck {
  ok: boolean;
  segments: number;
  rows: number;
  /** Rows that are not sealed yet. */
  open: number;
  /** The first segment that does not hold, and why. */
  broken: { number: number; fromId: string; toId: string; problem: "changed" | "count" | "chain" } | null;
  /** The hash of the last segment: kept elsewhere, it proves that nothing was sealed anew. */
  head: string | null;
}

/**
 * Reckons the chain anew: a row that was changed, removed, or put in between, and a segment that is missing or was replaced, shows. The trail's own
 * owner could reckon the whole chain anew: against that, keep the head elsewhere.
 * @throws AppError `forbidden`: the trail is the administrators' affair
 */
export async function verifyAuditTrail(ctx: Ctx): Promise<TrailCheck> {
  authorise(isAdministrator(ctx.actor), "The audit trail is the administrators' affair.");
  return inTransaction(
    ctx,
    async (tx) => {
      const client = withClient(tx);
      const { rows: segments } = await client.query<Sealed>(`${SEGMENTS} ORDER BY number`);
      let [before, rows]: [Sealed | null, number] = [null, 0];
      let broken: TrailCheck["broken"] = null;
      for (const segment of segments) {
        const { number, fromId, toId } = segment;
        // From the end of the segment before: what was put in between shows as well.
        const { rows: found } = await client.query<{ hash: string; count: number }>(
          `SELECT ${SEGMENT_HASH} AS hash, count(*)::int AS count FROM audit_log a WHERE a.org_id = app_org() AND ($1::uuid IS NULL OR a.id > $1::uuid) AND a.id <= $3::uuid`,
          [before?.toId ?? null, segment.previousHash, toId],
        );
        const { hash, count } = found[0]!;
        rows += count;
        const isLinked = number === (before?.number ?? 0) + 1 && segment.previousHash === (before?.hash ?? NOTHING_BEFORE);
        const problem = !isLinked ? "chain" : count !== segment.count ? "count" : hash !== segment.hash ? "changed" : null;
        if (problem) {
          broken = { number, fromId, toId, problem };
          break;
        }
        before = segment;
      }
      const { rows: open } = await client.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM audit_log a WHERE a.org_id = app_org() AND ($1::uuid IS NULL OR a.id > $1::uuid)",
        [segments.at(-1)?.toId ?? null],
      );
      return { ok: broken === null, segments: segments.length, rows, open: open[0]?.n ?? 0, broken, head: segments.at(-1)?.hash ?? null };
    },
    { system: true },
  );
}

const sealLock = (orgId: string): bigint => BigInt.asIntN(64, BigInt(`0x${orgId.replaceAll("-", "").slice(16)}`) ^ 0x5ea1n);

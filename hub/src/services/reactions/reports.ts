import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import type { ReportDetail, ReportKind } from "../../db/schema/engagement.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { settleReactions } from "./settle.ts";

/** What a message said about an interaction, known by its identity: see the table `interaction_reports`. */
export interface IncomingReport {
  scheme: "message-id" | "ical";
  value: string;
  kind: ReportKind;
  address: string;
  /** See the table; '' when it is not given. */
  scope?: string;
  sequence: number;
  /** ISO instant. */
  at: string;
  detail: ReportDetail;
}

/**
 * Keeps reports, of each kind, sender and scope the newest (RFC 5546 section 2.1.5), and settles the interactions that they are about. What they
 * are about may come later. The identities are locked.
 * @returns the interactions that stand already
 */
export async function fileReports(tx: Tx, ctx: Ctx, reports: readonly IncomingReport[]): Promise<{ about: string[]; changed: string[] }> {
  if (reports.length === 0) return { about: [], changed: [] };
  const client = withClient(tx);
  const unique = [
    ...new Map(reports.map((one) => [`${one.scheme}|${one.value}|${one.kind}|${one.address}|${one.scope ?? ""}`, one])).values(),
  ];
  await client.query(
    `INSERT INTO interaction_reports AS r (id, org_id, scheme, value, kind, address, scope, sequence, at, detail, created_at)
     SELECT id, app_org(), scheme, value, kind, address, coalesce(scope, ''), sequence, at, detail, $2 FROM json_to_recordset($1::json)
       AS n(id uuid, scheme text, value text, kind text, address text, scope text, sequence int, at timestamptz, detail jsonb)
     ON CONFLICT (org_id, scheme, value, kind, address, scope) DO UPDATE SET sequence = EXCLUDED.sequence, at = EXCLUDED.at, detail = EXCLUDED.detail
     WHERE (EXCLUDED.sequence, EXCLUDED.at) > (r.sequence, r.at)`,
    [JSON.stringify(unique.map((one) => ({ id: newId(), ...one }))), ctx.now()],
  );
  const { rows } = await client.query<{ id: string }>(ABOUT, [
    unique.filter(({ scheme }) => scheme === "message-id").map(({ value }) => value),
    unique.filter(({ scheme }) => scheme === "ical").map(({ value }) => value),
    unique.flatMap(({ scheme, value }) => (scheme === "ical" && value.endsWith("|master") ? [value.slice(0, -"|master".length)] : [])),
  ]);
  const about = rows.map(({ id }) => id);
  return { about, changed: await settleReactions(tx, ctx, about) };
}

/** By the identity itself; what is said of a series is said of each of its instances. */
const ABOUT = `SELECT DISTINCT n.interaction_id AS id FROM interaction_identities n WHERE n.org_id = app_org()
  AND ((n.scheme = 'message-id' AND n.value = ANY($1::text[])) OR (n.scheme = 'ical' AND n.value = ANY($2::text[]))
    OR (n.scheme = 'ical' AND regexp_replace(n.value, '\\|[^|]*$', '') = ANY($3::text[])))`;

/** Mails that were just recorded and of which a report came before them: a backfill reads the newest first. */
export async function settleReported(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await withClient(tx).query<{ id: string }>({
    name: "reactions-reported",
    text: `SELECT DISTINCT n.interaction_id AS id FROM interaction_identities n
      JOIN interaction_reports r ON r.org_id = n.org_id AND r.scheme = n.scheme AND r.value = n.value
      WHERE n.interaction_id = ANY($1::uuid[]) AND n.scheme = 'message-id'`,
    values: [ids],
  });
  await settleReactions(
    tx,
    ctx,
    rows.map(({ id }) => id),
  );
}

/** How long a report waits for what it is about. */
const WAIT_DAYS = 90;

/** Removes reports about what never came. @returns how many */
export async function sweepReports(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - WAIT_DAYS * 24 * 60 * 60 * 1000);
  const removed = await inTransaction(
    ctx,
    (tx) =>
      withClient(tx).query(
        `DELETE FROM interaction_reports r WHERE r.org_id = app_org() AND r.created_at < $1 AND NOT EXISTS (SELECT FROM interaction_identities n
           WHERE n.org_id = r.org_id AND n.scheme = r.scheme AND (n.value = r.value
             OR (n.scheme = 'ical' AND r.value LIKE '%|master' AND regexp_replace(n.value, '\\|[^|]*$', '') = left(r.value, -7))))`,
        [before],
      ),
    { system: true },
  );
  return removed.rowCount ?? 0;
}

import { createHash } from "node:crypto";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import type { ErasureCounts } from "../../db/schema/erasure.ts";
import { auditLog } from "../../db/schema/trail.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayErase } from "../../policies/erasure.ts";
import { auditRow } from "../audit.ts";
import { AUDIT_ROW_HASH } from "../audit-trail/row-hash.ts";
import { authorise } from "../authorise.ts";
import { sweepBlobs } from "../blobs/sweep.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { emit } from "../webhooks/events.ts";
import { assertNotHeld } from "./holds.ts";
import { removeExtent } from "./remove.ts";
import { eraseSchema, type Erase } from "./schemas.ts";
import { extentOf, type Extent } from "./targets.ts";
import { tombstonesOf } from "./tombstones.ts";

/** What an erasure would take away. */
export interface ErasurePreview {
  interactions: number;
  /** With other people outside: they stay, the person is made unknown in them. */
  shared: number;
  contacts: number;
  opportunities: number;
  documents: number;
  attachments: number;
  comments: number;
  reminders: number;
}

/** Counts what would go. @throws AppError `not-found`, `forbidden`; `conflict` while a legal hold stands */
export async function previewErasure(ctx: Ctx, input: Pick<Erase, "target" | "targetId">): Promise<ErasurePreview> {
  authorise(mayErase(ctx.actor), "Only administrators erase for good.");
  const { target, targetId } = parse(eraseSchema.pick({ target: true, targetId: true }), input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const extent = await extentOf(tx, target, targetId);
      await assertNotHeld(tx, ctx, extent);
      const { rows } = await withClient(tx).query<Pick<ErasurePreview, "documents" | "attachments" | "comments" | "reminders">>(
        `SELECT (SELECT count(*)::int FROM sales_documents WHERE customer_id = ANY($2::uuid[])) AS documents,
           (SELECT count(*)::int FROM attachments WHERE interaction_id = ANY($1::uuid[])) AS attachments,
           (SELECT count(*)::int FROM comments WHERE interaction_id = ANY($1::uuid[]) OR customer_id = ANY($2::uuid[]) OR opportunity_id = ANY($3::uuid[])) AS comments,
           (SELECT count(*)::int FROM reminders WHERE interaction_id = ANY($1::uuid[]) OR customer_id = ANY($2::uuid[]) OR opportunity_id = ANY($3::uuid[])) AS reminders`,
        [extent.interactionIds, extent.customerIds, extent.opportunityIds],
      );
      return {
        interactions: extent.interactionIds.length,
        shared: extent.sharedIds.length,
        contacts: extent.contactIds.length,
        opportunities: extent.opportunityIds.length,
        ...rows[0]!,
      };
    },
    { system: true },
  );
}

/**
 * Erases a customer, a person or an interaction for good, in one transaction: all rows and words of it, everywhere. What is left are keyed hashes
 * that keep it out of the next sync, import or record (tombstones.ts), and a certificate of counts. Contents of attachments that nothing else
 * refers to go from the disk right after.
 * @throws AppError `not-found`, `forbidden`; `conflict` while a legal hold stands
 */
export async function erase(ctx: Ctx, input: Erase): Promise<{ id: string }> {
  authorise(mayErase(ctx.actor), "Only administrators erase for good.");
  const { target, targetId, reason } = parse(eraseSchema, input);
  const id = await inTransaction(
    ctx,
    async (tx, ctx) => {
      const extent = await extentOf(tx, target, targetId);
      await assertNotHeld(tx, ctx, extent);
      return eraseExtent(tx, ctx, extent, reason);
    },
    // Recording holds this lock together with others of its kind: nothing arrives while the erasure looks around.
    { system: true, locks: [rightsLock(ctx.orgId)] },
  );
  await sweepBlobs(ctx, { graceMs: 0 });
  return { id };
}

/** In a transaction of the system that keeps recording out: see {@link erase}. */
export async function eraseExtent(tx: Tx, ctx: Ctx, extent: Extent, reason: Erase["reason"]): Promise<string> {
  const names = await outsideNames(tx, extent);
  const reminders = await openReminders(tx, extent);
  const customerIds = extent.customerIds;
  const counts = await removeExtent(tx, extent, ctx.now());
  const id = await certify(tx, ctx, extent, reason, counts);
  const tombstones = tombstonesOf(ctx.keys, ctx.orgId, { ...names, addresses: extent.addresses, domains: extent.domains });
  await withClient(tx).query(
    `INSERT INTO tombstones (org_id, hash, kind, erasure_id, created_at) SELECT app_org(), t.hash, t.kind, $2::uuid, $3
     FROM json_to_recordset($1::json) AS t(hash text, kind text)
     ON CONFLICT (org_id, hash) DO UPDATE SET erasure_id = EXCLUDED.erasure_id, created_at = EXCLUDED.created_at`,
    [JSON.stringify(tombstones), id, ctx.now()],
  );
  // The workflows of reminders read their row again, end, and take their entry out of the calendar.
  await enqueueWorkflow(tx, ctx, "reminder", ...reminders);
  await emit(tx, ctx, "interaction.erased", extent.interactionIds);
  const notice =
    extent.target === "retention-rule"
      ? { noun: "interaction" as const, id: extent.interactionIds[0] ?? id }
      : { noun: extent.target, id: extent.id };
  await announce(tx, ctx, { ...notice, customerIds: customerIds.slice(0, 50) });
  return id;
}

/** Under which names the interactions that go are known outside. */
async function outsideNames(tx: Tx, { interactionIds }: Extent) {
  const { rows } = await withClient(tx).query<{ identities: { scheme: string; value: string }[]; fingerprints: string[] }>(
    `SELECT coalesce((SELECT json_agg(json_build_object('scheme', scheme, 'value', value)) FROM interaction_identities WHERE interaction_id = ANY($1::uuid[])), '[]') AS identities,
       ARRAY(SELECT DISTINCT fingerprint FROM interactions WHERE id = ANY($1::uuid[]) AND fingerprint IS NOT NULL) AS fingerprints`,
    [interactionIds],
  );
  return rows[0]!;
}

async function openReminders(tx: Tx, { interactionIds, customerIds, opportunityIds, addresses }: Extent): Promise<string[]> {
  const { rows } = await withClient(tx).query<{ id: string }>(
    `SELECT id FROM reminders WHERE org_id = app_org() AND state IN ('waiting', 'due')
       AND (interaction_id = ANY($1::uuid[]) OR customer_id = ANY($2::uuid[]) OR opportunity_id = ANY($3::uuid[]) OR awaits && $4::text[])`,
    [interactionIds, customerIds, opportunityIds, addresses],
  );
  return rows.map((row) => row.id);
}

/** The certificate, bound to the trail by the hash of its row there. */
async function certify(
  tx: Tx,
  ctx: Ctx,
  { target, id: targetId, interactionIds, sharedIds }: Extent,
  reason: Erase["reason"],
  counts: ErasureCounts,
): Promise<string> {
  const id = newId();
  const row = auditRow(ctx, {
    verb: "erase",
    noun: target,
    rowId: targetId,
    detail: { erasureId: id, reason, interactions: interactionIds.length, shared: sharedIds.length, digest: digestOf(counts) },
  });
  await tx.insert(auditLog).values(row);
  await withClient(tx).query(
    `INSERT INTO erasures (id, org_id, target, target_id, reason, counts, erased_by, erased_at, audit_id, audit_hash)
     SELECT $1, app_org(), $2, $3, $4, $5, $6, $7, a.id, ${AUDIT_ROW_HASH} FROM audit_log a WHERE a.id = $8`,
    [id, target, targetId, reason, JSON.stringify(counts), actingUserId(ctx), ctx.now(), row.id],
  );
  return id;
}

/** Binds the certificate's counts to the trail. */
export const digestOf = (counts: ErasureCounts): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex");

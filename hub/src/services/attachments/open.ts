import { sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";

/** An attachment on its way out. `filename` and `contentType` are what the sender wrote: not to be believed (presenters/attachment.ts). */
export interface AttachmentDownload {
  filename: string | null;
  contentType: string | null;
  /** Bytes. */
  size: number;
  stream: ReadableStream<Uint8Array>;
}

interface AttachmentRow extends Record<string, unknown> {
  filename: string | null;
  contentType: string | null;
  sha256: string | null;
  kept: boolean;
  /** Whether the viewer has a copy of the mail: then it is no colleague's. */
  own: boolean;
  kind: string;
}

/**
 * Opens the content of an attachment for a viewer who may read the interaction's content. A look at a colleague's mail goes to the trail.
 * @throws AppError `not-found`: also for one whose name may be seen but not its content, and for one that was never kept; `unavailable`
 * when the bytes should be there and are not
 */
export async function openAttachment(ctx: Ctx, interactionId: string, attachmentId: string): Promise<AttachmentDownload> {
  const row = await inTransaction(ctx, async (tx, ctx) => {
    // Row security shows names at level subject, bodies and blobs at level content: both must be seen.
    const rows = await tx.execute<AttachmentRow>(sql`SELECT a.filename, a.content_type AS "contentType", a.sha256, i.kind,
        EXISTS (SELECT FROM blobs b WHERE b.org_id = a.org_id AND b.sha256 = a.sha256) AS kept,
        EXISTS (SELECT FROM interaction_copies k WHERE k.interaction_id = i.id AND k.owner_id = ${actingUserId(ctx)}) AS own
      FROM attachments a JOIN interactions i ON i.id = a.interaction_id JOIN interaction_bodies t ON t.interaction_id = i.id
      WHERE a.id = ${attachmentId} AND i.id = ${interactionId}`);
    const row = found(rows.rows[0], "attachment");
    if (!row.kept) throw new AppError("not-found", "Only the name of this attachment was kept, not its content.");
    if (row.kind === "email" && !row.own)
      await audit(tx, ctx, { verb: "download", noun: "attachment", rowId: attachmentId, detail: { interactionId } });
    return row;
  });
  const blob = await ctx.blobs.open({ orgId: ctx.orgId, sha256: row.sha256! });
  if (!blob) {
    ctx.log.error({ attachmentId }, "the content of an attachment is not where it should be");
    throw new AppError("unavailable", "The content of this attachment cannot be read now.");
  }
  return { filename: row.filename, contentType: row.contentType, ...blob };
}

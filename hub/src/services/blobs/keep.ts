import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { MAX_BLOB_BYTES } from "./blob-store.ts";

/** The bytes of one attachment, under their SHA-256 (hexadecimal). */
export interface AttachmentContent {
  sha256: string;
  content: Uint8Array;
}

/**
 * Keeps the contents of attachments of interactions that were just recorded, in the transaction that recorded them: only what an attachment
 * at level content refers to, each once. The bytes are on the disk before the transaction commits, so no row ever promises what is not
 * there; a transaction that fails leaves at most an orphan for the sweeper.
 * @throws whatever the store throws (a full disk): the transaction must not stand, the message is tried again
 */
export async function keepContents(
  tx: Tx,
  ctx: Ctx,
  interactionIds: readonly string[],
  contents: readonly AttachmentContent[],
): Promise<void> {
  if (interactionIds.length === 0 || contents.length === 0) return;
  const byHash = new Map(contents.map((one) => [one.sha256, one.content]));
  // The row's lock holds the sweeper off until the commit; sorted, so that two recorders do not wait for each other.
  const { rows } = await withClient(tx).query<{ sha256: string }>({
    name: "keep-contents",
    text: `INSERT INTO blobs (org_id, sha256, size, created_at)
      SELECT DISTINCT ON (a.sha256) a.org_id, a.sha256, a.size, $4::timestamptz FROM attachments a JOIN interactions i ON i.id = a.interaction_id
      WHERE a.interaction_id = ANY($1::uuid[]) AND a.sha256 = ANY($2::text[]) AND a.size <= $3 AND i.level = 'content' ORDER BY a.sha256
      ON CONFLICT (org_id, sha256) DO UPDATE SET orphaned_at = NULL, size = EXCLUDED.size RETURNING sha256`,
    values: [interactionIds, [...byHash.keys()], MAX_BLOB_BYTES, ctx.now()],
  });
  for (const { sha256 } of rows) await ctx.blobs.put({ orgId: ctx.orgId, sha256 }, byHash.get(sha256)!);
}

/** What a parsed message holds of contents; parts that were left out have none. */
export const contentsOf = (attachments: readonly { sha256?: string; content?: Uint8Array }[]): AttachmentContent[] =>
  attachments.flatMap(({ sha256, content }) => (sha256 !== undefined && content !== undefined ? [{ sha256, content }] : []));

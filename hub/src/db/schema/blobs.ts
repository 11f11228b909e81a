import { bigint, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId } from "./columns.ts";

/**
 * Contents of attachments, each once per organisation by its hash. The bytes lie in the blob store (services/blobs); this row is what the
 * sweeper and the row locks hold on to. Seen only by who may read the content of an interaction that it is attached to.
 */
export const blobs = pgTable(
  "blobs",
  {
    orgId: orgId(),
    /** SHA-256 of the bytes, hexadecimal. */
    sha256: text("sha256").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    createdAt: createdAt(),
    /** Since when no attachment refers to it, as far as the sweeper has noticed. */
    orphanedAt: instant("orphaned_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.sha256] }), index("blobs_orphaned").on(t.orgId, t.orphanedAt)],
);

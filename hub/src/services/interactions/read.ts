import { sql, type SQL } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction, prepared } from "../../db/transaction.ts";
import { noteView } from "../audit-trail/view.ts";
import { found } from "../authorise.ts";
import { interactionRights, mayOfInteraction, type InteractionRights, type MayOfInteraction } from "./interaction-rights.ts";
import { MAX_BLOB_BYTES } from "../blobs/blob-store.ts";

/** One line of a timeline as the database gives it to this viewer: what row security hides is null. */
export interface SummaryRow {
  id: string;
  kind: "email" | "call" | "meeting" | "note" | "other";
  direction: "incoming" | "outgoing" | "internal" | "none";
  occurredAt: Date;
  endsAt: Date | null;
  state: "active" | "cancelled" | "merged";
  threadId: string;
  level: "metadata" | "subject" | "content";
  private: boolean;
  details: Record<string, unknown>;
  attachmentCount: number;
  subject: string | null;
  preview: string | null;
  seesSubject: boolean;
  seesContent: boolean;
  createdById: string | null;
  createdByName: string | null;
  participants: {
    role: string;
    name: string | null;
    address: string | null;
    contactId: string | null;
    userId: string | null;
    response: string | null;
  }[];
  links: { target: "customer" | "contact" | "opportunity"; id: string; name: string }[];
  sources: string[];
}

const list = (query: SQL) => sql`coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;

/** The columns of a {@link SummaryRow} for an interaction `i` joined with its subject `s` and body `b`. */
const summaryColumns = sql`i.id, i.kind, i.direction, i.occurred_at AS "occurredAt", i.ends_at AS "endsAt", i.state, i.thread_id AS "threadId", i.level, i.private, i.details,
  i.attachment_count AS "attachmentCount", s.subject, b.preview, (s.interaction_id IS NOT NULL) AS "seesSubject", (b.interaction_id IS NOT NULL) AS "seesContent",
  i.created_by AS "createdById", (SELECT u.name FROM users u WHERE u.id = i.created_by) AS "createdByName",
  ${list(sql`SELECT p.role, p.name, p.address, p.contact_id AS "contactId", p.user_id AS "userId", p.response FROM interaction_participants p
    WHERE p.interaction_id = i.id ORDER BY p.id LIMIT 100`)} AS participants,
  ${list(sql`SELECT l.target, l.id, l.name FROM (SELECT l.target, l.target_id AS id, CASE l.target
      WHEN 'customer' THEN (SELECT c.name FROM customers c WHERE c.id = l.target_id)
      WHEN 'contact' THEN (SELECT p.name FROM contacts p WHERE p.id = l.target_id)
      ELSE (SELECT o.name FROM opportunities o WHERE o.id = l.target_id) END AS name
    FROM interaction_links l WHERE l.interaction_id = i.id AND l.chosen ORDER BY l.target, l.id LIMIT 100) l WHERE l.name IS NOT NULL`)} AS links,
  coalesce((SELECT array_agg(DISTINCT k.source) FROM interaction_copies k WHERE k.interaction_id = i.id), '{}') AS sources`;

/**
 * An interaction of `page` with its subject and body, each fetched by its key. LIMIT 1 holds the planner to that: it charges the look-up of
 * the viewer's audiences to every single row, and would rather read the tables whole while they have less than some 50,000 rows.
 */
const byKey = sql`JOIN LATERAL (SELECT * FROM interactions i WHERE i.id = page.interaction_id LIMIT 1) i ON true
  LEFT JOIN LATERAL (SELECT * FROM interaction_subjects s WHERE s.interaction_id = i.id LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT * FROM interaction_bodies b WHERE b.interaction_id = i.id LIMIT 1) b ON true`;

/**
 * Interactions chosen by a sub-query that yields `interaction_id` in the wanted order and size. The sub-query runs first (one index
 * range); only its rows are then joined with what a line shows.
 */
export async function readSummaries(tx: Tx, page: SQL, order: SQL = sql`i.occurred_at DESC, i.id DESC`): Promise<SummaryRow[]> {
  return present((await tx.execute(summariesOf(page, order))).rows as unknown as SummaryRow[]);
}

/** The same by a prepared statement, for sub-queries of which there are a few texts: see {@link prepared}. */
export async function readSummariesPrepared(tx: Tx, page: SQL): Promise<SummaryRow[]> {
  return present(await prepared<SummaryRow>(tx, summariesOf(page, sql`i.occurred_at DESC, i.id DESC`)));
}

const summariesOf = (page: SQL, order: SQL) =>
  sql`WITH page AS MATERIALIZED (${page}) SELECT ${summaryColumns} FROM page ${byKey} ORDER BY ${order}`;

const present = (rows: readonly SummaryRow[]): SummaryRow[] =>
  rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt), endsAt: row.endsAt === null ? null : new Date(row.endsAt) }));

export interface AttachmentRow {
  id: string;
  filename: string | null;
  contentType: string | null;
  size: number | null;
  inline: boolean;
  /** Whether its content can be had, else why not. Null: this viewer may see its name only. */
  content: "kept" | "too-large" | "not-kept" | null;
}

export interface ReactionRow {
  id: string;
  kind: string;
  interactionId: string;
  toInteractionId: string | null;
  /** Whose, null where all of the other side did it. */
  address: string | null;
  occurredAt: string;
}

/** One interaction whole, with its thread, as far as the viewer may see it. */
export interface InteractionRow extends SummaryRow {
  text: string | null;
  html: string | null;
  replyText: string | null;
  attachments: AttachmentRow[];
  reactions: ReactionRow[];
  thread: SummaryRow[];
  may: MayOfInteraction;
}

/** How many messages of a thread are shown at once. */
const THREAD_LIMIT = 100;

/**
 * One interaction. The id of a merged one answers with the one it became. That somebody reads a colleague's mail goes to the trail.
 * @throws AppError `not-found`
 */
export async function getInteraction(ctx: Ctx, id: string): Promise<InteractionRow> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await readSummaries(tx, sql`SELECT coalesce(merged_into, id) AS interaction_id FROM interactions WHERE id = ${id}`);
    const row = found(rows[0], "interaction");
    const more = await tx.execute<{
      text: string | null;
      html: string | null;
      replyText: string | null;
      attachments: AttachmentRow[];
      reactions: ReactionRow[];
      rights: InteractionRights;
    }>(sql`
      SELECT b.text, b.html, b.reply_text AS "replyText",
        ${list(sql`SELECT a.id, a.filename, a.content_type AS "contentType", a.size, a.inline, CASE WHEN b.interaction_id IS NULL THEN NULL
            WHEN EXISTS (SELECT FROM blobs x WHERE x.org_id = a.org_id AND x.sha256 = a.sha256) THEN 'kept'
            WHEN a.size > ${MAX_BLOB_BYTES} THEN 'too-large' ELSE 'not-kept' END AS content FROM attachments a WHERE a.interaction_id = i.id ORDER BY a.id`)} AS attachments,
        ${list(sql`SELECT r.id, r.kind, r.interaction_id AS "interactionId", r.to_interaction_id AS "toInteractionId", r.address, r.occurred_at AS "occurredAt" FROM reactions r
          WHERE r.interaction_id = i.id OR r.to_interaction_id = i.id ORDER BY r.occurred_at`)} AS reactions,
        ${interactionRights} AS rights
      FROM interactions i LEFT JOIN interaction_bodies b ON b.interaction_id = i.id WHERE i.id = ${row.id}`);
    const thread = await readSummaries(
      tx,
      sql`SELECT id AS interaction_id FROM interactions WHERE org_id = app_org() AND thread_id = ${row.threadId} AND state <> 'merged' ORDER BY occurred_at LIMIT ${THREAD_LIMIT}`,
      sql`i.occurred_at, i.id`,
    );
    const { rights, ...rest } = found(more.rows[0], "interaction");
    const viewer = actingUserId(ctx);
    if (row.kind === "email" && row.seesContent && viewer !== null && !rights.owners.includes(viewer)) await noteView(tx, ctx, row.id);
    return { ...row, ...rest, thread, may: mayOfInteraction(ctx.actor, { ...row, ...rights }) };
  });
}

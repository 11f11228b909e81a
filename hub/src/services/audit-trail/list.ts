import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { isAdministrator } from "../../policies/roles.ts";
import { authorise } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";

/** A row of the trail with the names of whom and what it tells of, as they are today; null for what is gone. */
export interface TrailRow {
  id: string;
  at: string;
  actorKind: string;
  actorId: string;
  actorName: string | null;
  verb: string;
  noun: string;
  rowId: string | null;
  rowName: string | null;
  detail: Record<string, unknown>;
}

export interface TrailQuery {
  /** A person: what they did, also by their tokens. */
  userId?: string | undefined;
  noun?: string | undefined;
  verb?: string | undefined;
  rowId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** The trail, newest first. `verb: "view"` tells who has looked at a colleague's mail. @throws AppError `forbidden` */
export async function listAuditTrail(ctx: Ctx, query: TrailQuery): Promise<Page<TrailRow>> {
  authorise(isAdministrator(ctx.actor), "The audit trail is the administrators' affair.");
  const { userId, noun, verb, rowId, from, to, limit, cursor } = query;
  const after = decodeCursor(cursor, 1);
  const rows = await inTransaction(ctx, async (tx) => {
    const result = await withClient(tx).query<TrailRow>(
      `SELECT a.id, to_json(a.created_at) #>> '{}' AS at, a.actor_kind AS "actorKind", a.actor_id AS "actorId",
         coalesce(u.name, t.name) AS "actorName", a.verb, a.noun, a.row_id AS "rowId", a.detail,
         CASE a.noun WHEN 'customer' THEN (SELECT name FROM customers WHERE id = a.row_id) WHEN 'contact' THEN (SELECT name FROM contacts WHERE id = a.row_id)
           WHEN 'opportunity' THEN (SELECT name FROM opportunities WHERE id = a.row_id) WHEN 'user' THEN (SELECT name FROM users WHERE id = a.row_id)
           WHEN 'interaction' THEN (SELECT subject FROM interaction_subjects WHERE interaction_id = a.row_id)
           WHEN 'sales-document' THEN (SELECT number FROM sales_documents WHERE id = a.row_id) END AS "rowName"
       FROM (SELECT * FROM audit_log a WHERE a.org_id = app_org() AND ($1::uuid IS NULL OR a.id < $1) AND ($2::text IS NULL OR a.noun = $2)
           AND ($3::text IS NULL OR a.verb = $3) AND ($4::uuid IS NULL OR a.row_id = $4) AND ($5::timestamptz IS NULL OR a.created_at >= $5)
           AND ($6::timestamptz IS NULL OR a.created_at < $6)
           AND ($7::text IS NULL OR a.actor_id = $7 OR a.actor_id IN (SELECT k.id::text FROM api_tokens k WHERE k.user_id::text = $7))
         ORDER BY a.id DESC LIMIT $8) a
       LEFT JOIN users u ON u.id::text = a.actor_id
       LEFT JOIN LATERAL (SELECT n.name FROM api_tokens k JOIN users n ON n.id = k.user_id WHERE k.id::text = a.actor_id LIMIT 1) t ON true
       ORDER BY a.id DESC`,
      [after?.[0] ?? null, noun ?? null, verb ?? null, rowId ?? null, from ?? null, to ?? null, userId ?? null, limit + 1],
    );
    return result.rows;
  });
  return toPage(rows, limit, (row) => [row.id]);
}

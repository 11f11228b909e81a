import { sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { AppError, type LastChange } from "@kronika/core/errors.ts";
import type { Tx } from "../db/database.ts";
import { withClient, withSystemEyes } from "../db/transaction.ts";

/**
 * The version of a row, for ETag and If-Match: the transaction that wrote it (`xmin`). Every committed change makes a new one, without a column of
 * its own, and no clock is asked. A restored database gives other versions: whoever holds an old one reads again.
 */
export const rowVersion = (table: PgTable): SQL<string> => sql<string>`${table}.xmin::text`;

/**
 * The version of a row that survives a backup and restore: a hash of what stands in it and of when it was written. For versions that are kept in
 * tables themselves. A column that comes later and is empty changes nothing.
 * @param alias of the table in the query; it has `created_at` and `updated_at`
 */
export const storedVersion = (alias: string): string =>
  `md5((jsonb_strip_nulls(to_jsonb(${alias}) - 'created_at' - 'updated_at') || jsonb_build_object('at', extract(epoch FROM ${alias}.updated_at)))::text)`;

/** Which versions of a row a change accepts, from `If-Match`; undefined: the caller does not care. */
export interface Condition {
  accepted?: readonly string[] | "*" | undefined;
}

/**
 * Refuses a change that is meant for another version than the one that stands, and names who changed it last, when, and which fields. To be called
 * with the row locked, by somebody who may edit it.
 * @param row its noun in the audit trail, its id there, and its version
 * @throws AppError `precondition-failed`
 */
export async function assertVersion(tx: Tx, row: { noun: string; id: string; version: string }, { accepted }: Condition): Promise<void> {
  if (accepted === undefined || accepted === "*" || accepted.includes(row.version)) return;
  const lastChange = await lastChangeOf(tx, row.noun, row.id);
  throw new AppError(
    "precondition-failed",
    "The version that this change is meant for is no longer the current one.",
    lastChange ? { lastChange } : {},
  );
}

/** The trail itself is the administrators'; who changed what one may edit oneself is no secret. */
const lastChangeOf = (tx: Tx, noun: string, id: string): Promise<LastChange | undefined> =>
  withSystemEyes(tx, async () => {
    const { rows } = await withClient(tx).query<{ kind: string; actorId: string; name: string | null; at: string; fields: unknown }>(
      `SELECT a.actor_kind AS kind, a.actor_id AS "actorId", u.name, to_json(a.created_at) #>> '{}' AS at, a.detail -> 'fields' AS fields
       FROM audit_log a
         LEFT JOIN api_tokens k ON a.actor_kind = 'token' AND k.id::text = a.actor_id
         LEFT JOIN users u ON u.id = k.user_id OR u.id::text = a.actor_id
       WHERE a.org_id = app_org() AND a.noun = $1 AND a.row_id = $2 ORDER BY a.created_at DESC, a.id DESC LIMIT 1`,
      [noun, id],
    );
    const [last] = rows;
    if (!last) return undefined;
    const fields = Array.isArray(last.fields) ? last.fields.filter((field) => typeof field === "string") : [];
    return { by: { kind: last.kind, id: last.actorId, name: last.name }, at: new Date(last.at).toISOString(), fields };
  });

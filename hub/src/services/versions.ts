import { sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { AppError } from "@kronika/core/errors.ts";

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

/**
 * Refuses a change that is meant for another version than the one that stands. To be called with the row locked.
 * @param accepted from `If-Match`; undefined: the caller does not care
 * @throws AppError `precondition-failed`
 */
export function assertVersion(version: string, accepted: readonly string[] | "*" | undefined): void {
  if (accepted === undefined || accepted === "*" || accepted.includes(version)) return;
  throw new AppError("precondition-failed", "The version that this change is meant for is no longer the current one.");
}

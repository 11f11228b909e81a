import { sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { AppError } from "@kronika/core/errors.ts";

/**
 * The version of a row, for ETag and If-Match: the transaction that wrote it (`xmin`). Every committed change makes a new one, without a column of
 * its own, and no clock is asked. A restored database gives other versions: whoever holds an old one reads again.
 */
export const rowVersion = (table: PgTable): SQL<string> => sql<string>`${table}.xmin::text`;

/**
 * Refuses a change that is meant for another version than the one that stands. To be called with the row locked.
 * @param accepted from `If-Match`; undefined: the caller does not care
 * @throws AppError `precondition-failed`
 */
export function assertVersion(version: string, accepted: readonly string[] | "*" | undefined): void {
  if (accepted === undefined || accepted === "*" || accepted.includes(version)) return;
  throw new AppError("precondition-failed", "The version that this change is meant for is no longer the current one.");
}

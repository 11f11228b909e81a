import { AppError } from "@kronika/core/errors.ts";

/** First line of every write verb. @throws AppError `forbidden` */
export function authorise(allowed: boolean, what = "You may not do this."): void {
  if (!allowed) throw new AppError("forbidden", what);
}

/** @throws AppError `not-found`: also for a row of somebody else, so that nobody learns that it exists */
export function found<T>(row: T | undefined | null, what: string): T {
  if (row === undefined || row === null) throw new AppError("not-found", `There is no such ${what}.`);
  return row;
}

import { AppError } from "@kronika/core/errors.ts";

/** A page of rows and the cursor of the next one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The place after a row: the values of the sort columns, as opaque text. */
export const encodeCursor = (values: readonly (string | null)[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

/** @throws AppError `invalid` for a cursor that we did not make */
export function decodeCursor(cursor: string | undefined, length: number): (string | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(values) && values.length === length && values.every((v) => v === null || typeof v === "string")) return values;
  } catch {
    // falls through to the one answer
  }
  throw unknownCursor();
}

/** What a cursor that we did not make is answered with. */
export const unknownCursor = (): AppError =>
  new AppError("invalid", "The cursor is not one that this list gave.", {
    fields: [{ pointer: "/query/cursor", message: "unknown cursor" }],
  });

/** Cuts the extra row that was read to know whether there is a next page. */
export function toPage<T>(rows: T[], limit: number, cursorOf: (row: T) => readonly (string | null)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}

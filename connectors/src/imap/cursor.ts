import { z } from "zod";
import { ConnectorError } from "@kronika/core/errors.ts";
import { formatUidSet, parseUidSet } from "./uid-set.ts";

const digits = z.string().regex(/^\d{1,20}$/);
const stored = z.object({
  v: z.literal(1),
  uidValidity: digits,
  uidNext: z.number().int().positive(),
  modseq: digits.optional(),
  uids: z.string().optional(),
});

/**
 * Where the reading of one folder stands. With `modseq` the server itself remembers what was expunged (QRESYNC, RFC 7162); else `uids` are the
 * messages that were there, to see which have gone.
 */
export type FolderCursor = { uidValidity: string; uidNext: number } & (
  | { modseq: string; uids?: never }
  | { uids: number[]; modseq?: never }
);

export function writeCursor(cursor: FolderCursor): string {
  const { uidValidity, uidNext } = cursor;
  const rest = cursor.modseq === undefined ? { uids: formatUidSet(cursor.uids) } : { modseq: cursor.modseq };
  return JSON.stringify({ v: 1, uidValidity, uidNext, ...rest });
}

/** @throws ConnectorError `cursor-expired` for a text that is no cursor of ours: the folder is listed again, nothing is lost */
export function readCursor(text: string): FolderCursor {
  const cursor = tryReadCursor(text);
  if (cursor === null) throw new ConnectorError("cursor-expired", "the stored cursor cannot be read");
  return cursor;
}

/** The same, null instead of an error. */
export function tryReadCursor(text: string): FolderCursor | null {
  const cursor = stored.safeParse(parseJson(text)).data;
  if (!cursor) return null;
  const { uidValidity, uidNext, modseq } = cursor;
  if (modseq !== undefined) return { uidValidity, uidNext, modseq };
  const uids = cursor.uids === undefined ? null : parseUidSet(cursor.uids);
  return uids === null ? null : { uidValidity, uidNext, uids };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { ConnectorError } from "@kronika/core/errors.ts";
import { z } from "zod";

/**
 * Where the sync of a calendar stands: the server's own token (RFC 6578), or, for a server that has none, what it listed the last time: its
 * ctag and the etag of each object by path.
 */
const cursorSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("token"), token: z.string().min(1) }),
  z.object({ kind: z.literal("list"), ctag: z.string().nullable(), etags: z.record(z.string(), z.string()) }),
]);
export type CaldavCursor = z.infer<typeof cursorSchema>;

export function formatCursor(cursor: CaldavCursor): string {
  return JSON.stringify(cursor);
}

/** @throws ConnectorError `cursor-expired` for a text that {@link formatCursor} did not make */
export function parseCursor(text: string): CaldavCursor {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = cursorSchema.safeParse(json);
  if (!parsed.success) throw new ConnectorError("cursor-expired", "CalDAV: the cursor is not one of ours");
  return parsed.data;
}

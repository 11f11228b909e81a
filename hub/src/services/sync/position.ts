import { z } from "zod";

const stored = z.object({ v: z.literal(1), token: z.string(), since: z.iso.datetime(), listedAt: z.iso.datetime() });

/**
 * Where the sync of one folder or calendar stands, as kept in `cursors.cursor`: the provider's token for "what changed since", the
 * instant from which on everything was listed, and when it was listed as a whole the last time.
 */
export interface Position {
  token: string;
  since: string;
  listedAt: string;
}

export const writePosition = (position: Position): string => JSON.stringify({ v: 1, ...position });

/** Null for a text that is no position of ours: then everything is listed again, and nothing is lost. */
export function readPosition(text: string): Position | null {
  try {
    const { token, since, listedAt } = stored.parse(JSON.parse(text));
    return { token, since, listedAt };
  } catch {
    return null;
  }
}

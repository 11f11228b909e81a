import type { ParsedMessage, ParseOptions } from "./message.ts";
import { ParserPool } from "./parser-pool.ts";

let shared: ParserPool | undefined;

/**
 * Reads a foreign message in a pool of threads that all of this process shares. Never rejects: broken MIME gives what can be had and
 * `problems` says what is wrong; beyond the limits of time, memory and structure (limits.ts) the message comes back `rawOnly` with its header.
 */
export function parseMessage(raw: Uint8Array, options: ParseOptions = {}): Promise<ParsedMessage> {
  shared ??= new ParserPool();
  return shared.parse(raw, options);
}

/** Ends the shared threads; the next {@link parseMessage} starts new ones. Not needed for a process to end: idle threads do not hold it. */
export async function closeParser(): Promise<void> {
  const pool = shared;
  shared = undefined;
  await pool?.close();
}

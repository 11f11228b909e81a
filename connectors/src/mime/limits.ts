/** Bounds of one message. Beyond them a message is kept "raw only": its header is read, its body is not taken apart. */
export const mimeLimits = {
  /** Parts of one message, those of inlined messages included. */
  parts: 2_000,
  /** Depth of multiparts and inlined messages together. */
  nesting: 50,
  /** Bytes of one header block. */
  headerBytes: 512 * 1024,
  /** Characters of HTML that are turned into text; the rest is left out and named. */
  htmlCharacters: 1_000_000,
  /** Entries of `problems` that are kept. */
  problems: 50,
} as const;

/** A message exceeds one of {@link mimeLimits}. The message says which, for `problems`. */
export class MimeLimitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MimeLimitError";
  }
}

/** Which bytes: a hash within an organisation. */
export interface BlobRef {
  orgId: string;
  /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
  sha256: string;
}

/**
 * Where the contents of attachments lie: a folder (folder-store.ts), or whatever else keeps bytes by a name. Hub and worker reach the same
 * store. All methods may be repeated without harm, and a blob is there whole or not at all.
 */
export interface BlobStore {
  /**
   * Keeps the bytes durably. Does nothing when they are kept already.
   * @throws Error when the bytes do not have the hash of `ref`: nothing is kept then
   */
  put(ref: BlobRef, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes as a stream, null when they are not kept. The caller reads it to its end or cancels it. */
  open(ref: BlobRef): Promise<{ size: number; stream: ReadableStream<Uint8Array> } | null>;
  remove(ref: BlobRef): Promise<void>;
  /** Hashes of all blobs of an organisation that were written before that time, in no order. */
  list(orgId: string, before: Date): AsyncIterable<string>;
  /** Removes what interrupted writes have left before that time. */
  tidy(orgId: string, before: Date): Promise<void>;
}

/** A larger attachment is named and not kept. */
export const MAX_BLOB_BYTES = 50 * 1024 * 1024;

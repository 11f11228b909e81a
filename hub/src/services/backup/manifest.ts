import { z } from "zod";

/** What is in a backup, and by what it is checked. Never a key: only which keys its secrets were sealed with. */
export const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  /** Hashes of the migrations: only a database of the same shape takes the rows. */
  migrations: z.array(z.string()),
  /** First eight hexadecimal digits of the SHA-256 of each key-encryption key. */
  keyIds: z.array(z.string()),
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.string()), key: z.array(z.string()), rows: z.number().int(), sha256: z.string() }),
  ),
  blobs: z.object({ files: z.number().int(), bytes: z.number().int() }),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

/** The entry that is written last: an archive without it is not whole. */
export const MANIFEST = "manifest.json";

import { join, resolve } from "node:path";
import { z } from "zod";

/** Everything that the processes read from their environment. The supervisor sets it; in production the operator does. */
const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }).optional(),
  TEMPORAL_ADDRESS: z.string().default("127.0.0.1:7233"),
  TEMPORAL_NAMESPACE: z.string().default("default"),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  KRONIKA_DATA: z.string().default(".kronika"),
  /** Folder of the contents of attachments, shared by hub and worker. Unset: `blobs` in KRONIKA_DATA. */
  KRONIKA_BLOBS: z.string().min(1).optional(),
  KRONIKA_KEY: z.string().min(1, "is missing: 32 random bytes in base64"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(7070),
  HOST: z.string().default("127.0.0.1"),
  KRONIKA_PUBLIC_URL: z.url().optional(),
  /** Addresses of proxies whose X-Forwarded-For is believed, separated by commas. */
  KRONIKA_TRUSTED_PROXIES: z.string().default(""),
  /** Hosts and addresses of the own network to which webhooks may go (an ERP beside this hub), separated by commas. All others must be public. */
  KRONIKA_WEBHOOK_HOSTS: z.string().default(""),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});
export type Env = z.infer<typeof environment>;

/** @throws Error with one sentence that names each setting that is wrong */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; "));
}

/** Where the contents of attachments lie: an absolute path. */
export const blobFolder = (env: Pick<Env, "KRONIKA_BLOBS" | "KRONIKA_DATA">): string =>
  resolve(env.KRONIKA_BLOBS ?? join(env.KRONIKA_DATA, "blobs"));

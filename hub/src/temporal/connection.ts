import { readFileSync } from "node:fs";
import type { Env } from "../env.ts";

/** Where Temporal is and how to sign in; the same for the hub's client and the worker's. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  apiKey?: string;
  tls?: true | { clientCertPair: { crt: Buffer; key: Buffer } };
}

/**
 * Reads `TEMPORAL_*`: an API key or a client certificate (both PEM, or paths to PEM files) turn TLS on, without them the connection is
 * plain, as the server of one machine speaks.
 * @throws Error naming the setting when only one half of the certificate is there or a file cannot be read
 */
export function temporalSettings(env: Env): TemporalSettings {
  const {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_API_KEY: apiKey,
    TEMPORAL_TLS_CERT: cert,
    TEMPORAL_TLS_KEY: key,
  } = env;
  if ((cert === undefined) !== (key === undefined))
    throw new Error("TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or none");
  const clientCertPair = cert && key ? { crt: pem("TEMPORAL_TLS_CERT", cert), key: pem("TEMPORAL_TLS_KEY", key) } : null;
  return {
    address,
    namespace,
    ...(apiKey && { apiKey }),
    ...((clientCertPair && { tls: { clientCertPair } }) ?? (apiKey && { tls: true as const })),
  };
}

function pem(name: string, value: string): Buffer {
  if (value.startsWith("-----BEGIN")) return Buffer.from(value);
  try {
    return readFileSync(value);
  } catch (cause) {
    throw new Error(`${name} names a file that cannot be read`, { cause });
  }
}

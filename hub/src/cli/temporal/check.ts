import { readFileSync } from "node:fs";
import { Connection, type ConnectionOptions } from "@temporalio/client";

/** Where a Temporal server is and how to sign in. `tls` names PEM files. */
export type TemporalAccess = {
  address: string;
  namespace: string;
  apiKey?: string | undefined;
  tls?: { cert: string; key: string } | undefined;
};

/** @returns the access that the environment gives: see env.ts */
export function temporalAccess(env: Record<string, string | undefined>): TemporalAccess {
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY } = env;
  return {
    address: TEMPORAL_ADDRESS || "127.0.0.1:7233",
    namespace: TEMPORAL_NAMESPACE || "default",
    apiKey: TEMPORAL_API_KEY,
    tls: TEMPORAL_TLS_CERT && TEMPORAL_TLS_KEY ? { cert: TEMPORAL_TLS_CERT, key: TEMPORAL_TLS_KEY } : undefined,
  };
}

/**
 * Asks the server about its namespace.
 * @returns the server's version
 * @throws when it is not there, refuses us, or has no such namespace
 */
export async function checkTemporal(access: TemporalAccess): Promise<{ version: string }> {
  const connection = await Connection.connect(options(access));
  try {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    await connection.workflowService.describeNamespace({ namespace: access.namespace });
    return { version: serverVersion };
  } finally {
    await connection.close();
  }
}

/** How many workers asked for work on a task queue within the last minutes. */
export async function countPollers(access: TemporalAccess, taskQueue: string): Promise<number> {
  const connection = await Connection.connect(options(access));
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: access.namespace,
      taskQueue: { name: taskQueue },
    });
    return pollers.length;
  } finally {
    await connection.close();
  }
}

function options({ address, apiKey, tls }: TemporalAccess): ConnectionOptions {
  return {
    address,
    connectTimeout: 5000,
    ...(apiKey ? { apiKey } : {}),
    ...(tls ? { tls: { clientCertPair: { crt: readFileSync(tls.cert), key: readFileSync(tls.key) } } } : apiKey ? { tls: true } : {}),
  };
}

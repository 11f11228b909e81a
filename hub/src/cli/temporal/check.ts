import { Connection } from "@temporalio/client";
import type { TemporalSettings } from "../../temporal/connection.ts";

/**
 * Asks a Temporal server about its namespace.
 * @returns the server's version
 * @throws when it is not there, refuses us, or has no such namespace
 */
export async function checkTemporal({ namespace, ...server }: TemporalSettings): Promise<{ version: string }> {
  const connection = await Connection.connect({ ...server, connectTimeout: 5000 });
  try {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    await connection.workflowService.describeNamespace({ namespace });
    return { version: serverVersion };
  } finally {
    await connection.close();
  }
}

import { Client, Connection } from "@temporalio/client";
import { expect, test } from "vitest";
import { startTemporal, startTimeSkippingTemporal } from "./temporal.ts";

const QUEUE = "nobody-works-here";

test("a killed server has its open workflows when it is back", async () => {
  const temporal = await startTemporal();
  try {
    const connection = await Connection.connect({ address: temporal.address });
    const client = new Client({ connection, namespace: temporal.namespace });
    await client.workflow.start("waits", { workflowId: "kept", taskQueue: QUEUE });
    await temporal.kill();
    await temporal.restart();
    expect((await client.workflow.getHandle("kept").describe()).status.name).toBe("RUNNING");
    await connection.close();
  } finally {
    await temporal.stop();
  }
});

test("ninety days pass in an instant on the server that skips time", async () => {
  const temporal = await startTimeSkippingTemporal();
  try {
    const before = await temporal.currentTimeMs();
    await temporal.sleep("90 days");
    expect((await temporal.currentTimeMs()) - before).toBeGreaterThanOrEqual(90 * 86_400_000);
  } finally {
    await temporal.teardown();
  }
});

import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Guard } from "@kronika/hub/cli/processes/guard.ts";
import { freePort } from "@kronika/hub/cli/processes/ports.ts";
import { stopChild } from "@kronika/hub/cli/processes/stop.ts";
import { startDevServer, untilServing } from "@kronika/hub/cli/temporal/dev-server.ts";
import { findTemporal } from "@kronika/hub/cli/temporal/find.ts";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { askBroker, insideRun } from "../setup/broker.ts";
import { prepareTestServer } from "./temporal-test-server.ts";

/** An ordinary Temporal server, as `npm start` runs it. */
export type TestTemporal = {
  address: string;
  namespace: string;
  /** SIGKILL. Without a file all workflows are gone with it. */
  kill: () => Promise<void>;
  /** Starts it again on the same port and file, and waits until it serves. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

const guard = new Guard();

/**
 * Starts an ordinary development server on a free port. Stop it; should this process die, it stops by itself.
 * @param options.dbFile where the workflows are kept; default: a temporary file that `stop` removes
 */
export async function startTemporal(options: { dbFile?: string } = {}): Promise<TestTemporal> {
  const { path: program } = await findTemporal(() => undefined);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "kronika-temporal-"));
  const file = options.dbFile ?? join(folder, "temporal.db");
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = startDevServer({ program, port, file });
    guard.watch(server, "SIGTERM");
    server.stdout?.resume();
    server.stderr?.resume();
    await untilServing(server, port);
  };
  const stop = async (): Promise<void> => {
    if (server) await stopChild(server, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    address: `127.0.0.1:${port}`,
    namespace: "default",
    kill: async () => server && stopChild(server, "SIGKILL"),
    restart: async () => {
      if (server) await stopChild(server, "SIGTERM");
      await start();
    },
    stop,
  };
}

/**
 * Temporal's test server, which skips to the next timer when nothing else is to do: a reminder in 90 days takes a second. It also skips
 * over execution timeouts: read its clock (`env.currentTimeMs()`), never the machine's. Call `teardown()` at the end.
 */
export async function startTimeSkippingTemporal(): Promise<TestWorkflowEnvironment> {
  const path = insideRun() ? await askBroker<string>("temporal-test-server") : await prepareTestServer();
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: "existing-path", path } } });
}

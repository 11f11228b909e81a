import { startBroker } from "./broker.ts";

/** Runs once in the process of the test run, before the first test file. */
export default async function setup(): Promise<() => Promise<void>> {
  return startBroker({
    // Loaded when asked for: most runs need no database.
    postgres: { start: async () => (await import("../servers/postgres-server.ts")).launchPostgres() },
    "temporal-test-server": {
      start: async () => ({
        access: await (await import("../servers/temporal-test-server.ts")).prepareTestServer(),
        stop: async () => undefined,
      }),
    },
  });
}

import { randomBytes } from "node:crypto";
import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearLeftover, initialise, openCluster, ownerUrl, startServer, untilReady } from "@kronika/hub/cli/postgres/cluster.ts";
import { Guard } from "@kronika/hub/cli/processes/guard.ts";
import { freePort } from "@kronika/hub/cli/processes/ports.ts";
import { stopChild } from "@kronika/hub/cli/processes/stop.ts";
import { migrate } from "@kronika/hub/db/migrate.ts";
import pg from "pg";

/** The database with all migrations applied that the databases of the tests are copied from. */
export const TEMPLATE = "kronika_template";

/** What a process must know to use a server. */
export type PostgresAccess = { port: number; password: string; appPassword: string };

/** A server with a migrated template, and the power over its process. */
export type PostgresServer = {
  access: PostgresAccess;
  /** SIGKILL, as when the machine runs out of memory. */
  kill: () => Promise<void>;
  /** Starts it again on the same files and port, and waits until it takes sign-ins. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

const guard = new Guard();

/** Starts a real PostgreSQL in a temporary folder. Should this process die, it stops by itself. */
export async function launchPostgres(): Promise<PostgresServer> {
  const parent = mkdtempSync(join(tmpdir(), "kronika-postgres-"));
  // As root the server runs under another account, which must pass through here.
  chmodSync(parent, 0o711);
  const access: PostgresAccess = { port: await freePort(), password: secret(), appPassword: secret() };
  const cluster = await openCluster(join(parent, "data"));
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    // The files only have to survive the death of processes, not of the machine.
    server = startServer(cluster, access.port, { fsync: "off", max_connections: "200" });
    guard.watch(server, "SIGINT");
    server.stderr?.resume();
    await untilReady(server, access.port, access.password);
  };
  const stop = async (): Promise<void> => {
    if (server) await stopChild(server, "SIGINT");
    rmSync(parent, { recursive: true, force: true });
  };
  try {
    await initialise(cluster, access.password, { sync: false });
    await start();
    await makeTemplate(access);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    access,
    kill: async () => server && stopChild(server, "SIGKILL"),
    restart: async () => {
      if (server) await stopChild(server, "SIGINT");
      await clearLeftover(cluster, 0);
      await start();
    },
    stop,
  };
}

/** Runs one thing on a connection of its own. */
export async function onConnection(url: string, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}

async function makeTemplate({ port, password, appPassword }: PostgresAccess): Promise<void> {
  await onConnection(ownerUrl(port, password, "postgres"), (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  await migrate(ownerUrl(port, password, TEMPLATE), { appPassword });
}

const secret = (): string => randomBytes(18).toString("base64url");

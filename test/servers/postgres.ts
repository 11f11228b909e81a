import { randomUUID } from "node:crypto";
import { ownerUrl } from "@kronika/hub/cli/postgres/cluster.ts";
import { askBroker } from "../setup/broker.ts";
import { launchPostgres, onConnection, type PostgresAccess, type PostgresServer, TEMPLATE } from "./postgres-server.ts";

/** A database of one test file. */
export type TestDatabase = {
  /** Sign-in of the owner: sees every row. */
  ownerUrl: string;
  /** Sign-in of the application: row security holds. */
  appUrl: string;
  drop: () => Promise<void>;
};

/** A running PostgreSQL with a migrated template. */
export type TestPostgres = {
  port: number;
  /** A fresh database with all migrations applied, in well under a second. */
  createDatabase: () => Promise<TestDatabase>;
};

/** A server of one test alone, which may kill it. */
export type DedicatedPostgres = TestPostgres & Omit<PostgresServer, "access">;

/**
 * The real PostgreSQL of this test run: one server for all test files, started when the first of them asks, stopped with the run.
 * @throws Error outside of vitest: use {@link startDedicatedPostgres} there
 */
export async function startPostgres(): Promise<TestPostgres> {
  return withAccess(await askBroker<PostgresAccess>("postgres"));
}

/** A real PostgreSQL for this test (or benchmark) alone. Stop it; should the process die, it stops by itself. */
export async function startDedicatedPostgres(): Promise<DedicatedPostgres> {
  const { access, ...power } = await launchPostgres();
  return { ...withAccess(access), ...power };
}

function withAccess({ port, password, appPassword }: PostgresAccess): TestPostgres {
  const admin = ownerUrl(port, password, "postgres");
  return {
    port,
    createDatabase: async () => {
      const name = `test_${randomUUID().replaceAll("-", "")}`;
      await onConnection(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
      return {
        ownerUrl: ownerUrl(port, password, name),
        appUrl: `postgresql://kronika_app:${encodeURIComponent(appPassword)}@127.0.0.1:${port}/${name}`,
        drop: () => onConnection(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
      };
    },
  };
}

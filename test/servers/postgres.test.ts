import pg from "pg";
import { expect, test } from "vitest";
import { startDedicatedPostgres, startPostgres } from "./postgres.ts";

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

test("each test file gets a database of its own, migrated, with an application sign-in that is neither superuser nor owner", async () => {
  const postgres = await startPostgres();
  const [one, other] = await Promise.all([postgres.createDatabase(), postgres.createDatabase()]);
  await ask(one.ownerUrl, "CREATE TABLE mine (id int)");
  expect(await ask(other.ownerUrl, "SELECT to_regclass('mine') AS mine")).toEqual([{ mine: null }]);
  expect(
    await ask(other.appUrl, "SELECT current_user::text AS name, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"),
  ).toEqual([{ name: "kronika_app", rolsuper: false, rolbypassrls: false }]);
  expect(await ask(other.appUrl, "SELECT count(*)::int AS owned FROM pg_class WHERE relowner = 'kronika_app'::regrole")).toEqual([
    { owned: 0 },
  ]);
  await Promise.all([one.drop(), other.drop()]);
});

test("a dedicated server has its committed rows after it was killed", async () => {
  const postgres = await startDedicatedPostgres();
  try {
    const database = await postgres.createDatabase();
    await ask(database.ownerUrl, "CREATE TABLE kept AS SELECT 7 AS n");
    await postgres.kill();
    await expect(ask(database.ownerUrl, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
    await postgres.restart();
    expect(await ask(database.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(await ask(database.ownerUrl, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
  } finally {
    await postgres.stop();
  }
});

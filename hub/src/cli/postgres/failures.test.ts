import { beforeAll, describe, expect, test } from "vitest";
import { startPostgres, type TestDatabase } from "../../../../test/servers/postgres.ts";
import { freePort } from "../processes/ports.ts";
import { checkDatabase, givenDatabase, migrateDatabase } from "../supervisor/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await (await startPostgres()).createDatabase();
});

/** The database's address with some parts changed. */
function changed(parts: Partial<Pick<URL, "hostname" | "port" | "username" | "password" | "pathname">>): string {
  return Object.assign(new URL(database.ownerUrl), parts).href;
}

describe("a wrong DATABASE_URL is told of in one sentence with the cure, and never shows the password", () => {
  test.each([
    [
      "nothing listens there",
      async () => changed({ port: String(await freePort()) }),
      /^Nothing answers at 127\.0\.0\.1:\d+ \(DATABASE_URL\): start PostgreSQL there, or correct DATABASE_URL\.$/,
    ],
    [
      "no such machine",
      async () => changed({ hostname: "no-such-machine.invalid" }),
      /^There is no machine called no-such-machine\.invalid \(DATABASE_URL\)/,
    ],
    [
      "wrong password",
      async () => changed({ password: "s3cret-but-wrong" }),
      /^PostgreSQL at .* refuses the password of "kronika_owner": correct it in DATABASE_URL\.$/,
    ],
    [
      "no such database",
      async () => changed({ pathname: "/nowhere" }),
      /^PostgreSQL at .* has no database "nowhere": create it \(CREATE DATABASE "nowhere"\)/,
    ],
  ])("%s", async (_case, url, sentence) => {
    const wrong = await url();
    const error = await checkDatabase(wrong, "DATABASE_URL").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "Failure", message: expect.stringMatching(sentence) });
    expect((error as Error).message).not.toContain(new URL(wrong).password);
  });

  test("not an address at all", () => {
    expect(() => givenDatabase({ DATABASE_URL: "localhost/kronika" })).toThrow(
      /^DATABASE_URL is not a postgresql:\/\/ address: write it as postgresql:\/\/USER/,
    );
  });

  test("a login that may not change the tables", async () => {
    const logins = { owner: database.appUrl, ownerName: "DATABASE_URL" };
    await expect(migrateDatabase(logins)).rejects.toThrow(
      /^The login "kronika_app" in DATABASE_URL may not change the tables .*: set DATABASE_OWNER_URL/,
    );
  });
});

test("a given database is brought up to date, and a second time there is nothing to do", async () => {
  expect((await migrateDatabase({ owner: database.ownerUrl, ownerName: "DATABASE_URL" })).detail).toBe("up to date");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../../test/world.ts";
import { inScope } from "./transaction.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const write = "INSERT INTO rate_limits (key, window_start, count) VALUES ('opening', now(), 1)";
const written = () => world.rows("SELECT FROM rate_limits WHERE key = 'opening'");

test("what follows an opening that failed is not written, and the failure is the opening's", async () => {
  const attempt = inScope(world.deps.database, { locks: [2n ** 70n] }, (_tx, client) => client.query(write));
  await expect(attempt).rejects.toThrow(/out of range/);
  expect(await written()).toHaveLength(0);
});

test("the connection is as good as new afterwards", async () => {
  await inScope(world.deps.database, {}, (_tx, client) => client.query(write));
  expect(await written()).toHaveLength(1);
});

test("an error of the work rolls back and is told as it is", async () => {
  const attempt = inScope(world.deps.database, {}, async (_tx, client) => {
    await client.query("DELETE FROM rate_limits WHERE key = 'opening'");
    throw new Error("changed my mind");
  });
  await expect(attempt).rejects.toThrow("changed my mind");
  expect(await written()).toHaveLength(1);
});

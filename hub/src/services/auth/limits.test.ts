import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, NOON, type World } from "../../../../test/world.ts";
import { openDatabase } from "../../db/database.ts";
import { clearAttempts, giveBack, takeAttempt, type Limit } from "./limits.ts";

const limit: Limit = { name: "test", max: 3, windowSeconds: 60 };
let world: World;
let now = NOON;

beforeAll(async () => {
  world = await createWorld({ now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const take = (subject: string) => takeAttempt(world.deps, [limit, subject]);

test("so many tries go through, the next is told how long to wait, and a new window begins afterwards", async () => {
  for (let i = 0; i < 3; i += 1) await take("jana");
  later(20);
  await expect(take("jana")).rejects.toMatchObject({ code: "rate-limited", retryAfterSeconds: 40 });
  await take("peter");
  later(40);
  await take("jana");
});

test("a hundred tries in one moment are a hundred", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => take("everybody")));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
});

test("a restart forgives nothing", async () => {
  for (let i = 0; i < 3; i += 1) await take("restart");
  const database = openDatabase(world.database.appUrl);
  await expect(takeAttempt({ ...world.deps, database }, [limit, "restart"])).rejects.toMatchObject({ code: "rate-limited" });
  await database.close();
});

test("two limits are taken together, whichever order they are named in, by many at once", async () => {
  const other: Limit = { name: "other", max: 1000, windowSeconds: 60 };
  const calls = Array.from({ length: 40 }, (_, i) =>
    i % 2 === 0 ? takeAttempt(world.deps, [other, "a"], [other, "b"]) : takeAttempt(world.deps, [other, "b"], [other, "a"]),
  );
  await expect(Promise.all(calls)).resolves.toHaveLength(40);
});

test("a good try is given back, and cleared tries are forgotten", async () => {
  for (let i = 0; i < 3; i += 1) await take("office");
  await giveBack(world.deps, [limit, "office"]);
  await take("office");
  await expect(take("office")).rejects.toMatchObject({ code: "rate-limited" });
  await clearAttempts(world.deps, [limit, "office"]);
  await take("office");
});

test("neither address nor plain hash of it is stored, and old counters go", async () => {
  await take("marta@borovica.example");
  const { createHash } = await import("node:crypto");
  const stored = JSON.stringify(await world.rows("SELECT * FROM rate_limits"));
  expect(stored).not.toContain("marta");
  expect(stored).not.toContain(createHash("sha256").update("marta@borovica.example").digest("hex"));
  later(25 * 3600);
  await take("a new day");
  expect(await world.rows("SELECT count(*)::int AS n FROM rate_limits")).toEqual([{ n: 1 }]);
});

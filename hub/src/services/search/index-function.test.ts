import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { inScope, type Scope } from "../../db/transaction.ts";
import { record } from "../interactions/record.ts";
import { indexAllChanges } from "./index-changes.ts";

/** The one function that looks past row security is asked here without the service around it, as a fault in it would. */
let world: World;
let mine: string;

beforeAll(async () => {
  world = await createWorld();
  await world.customer("Lipa", { domains: ["lipa.example"] });
  const content = mail({ from: { name: "Eva", address: "eva@lipa.example" }, subject: "predmet", text: "telo" });
  mine = (await record(world.system, { content, source: "mailbox", ownerId: world.admin.id })).interactionId!;
  await indexAllChanges(world.system);
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (scope: Scope, words: string[], facets: string[] = []) =>
  inScope(world.deps.database, scope, async (_tx, client) => {
    const { rows } = await client.query<{ id: string }>(
      "SELECT interaction_id AS id FROM kronika_search($1, $2, NULL, NULL, NULL, NULL, NULL, 10)",
      [words, facets],
    );
    return rows.map(({ id }) => id);
  });
const as = (...principals: string[]): Scope => ({ orgId: world.orgId, principals });

test("says who fits to whom it may: by content its audience, by subject and people everybody of the organisation", async () => {
  const owner = as("org", `user:${world.admin.id}`);
  expect(await ask(owner, ["telo"])).toEqual([mine]);
  expect(await ask(as("org"), ["telo"])).toEqual([]);
  expect(await ask(as("org"), ["predm*"])).toEqual([mine]);
  expect(await ask(as("org"), ["predmet", "telo"])).toEqual([]);
  expect(await ask(as("user:somebody"), ["eva"], ["feva"])).toEqual([]);
});

test("without an organisation, in another one, or without principals it finds nothing", async () => {
  const whole = ["org", `user:${world.admin.id}`];
  expect(await ask({}, ["predmet"])).toEqual([]);
  expect(await ask({ principals: whole }, ["predmet"])).toEqual([]);
  expect(await ask({ orgId: "0193000f-0000-7000-8000-000000000000", principals: whole }, ["predmet"])).toEqual([]);
  expect(await ask({ orgId: world.orgId }, ["predmet"])).toEqual([]);
});

test("no word gets from one level to another, whatever is written in it", async () => {
  const everybody = as("org");
  for (const word of ["3telo", "telo' | '3telo", "telo*' | 'x", "nic' | '@3telo", "\\'telo", "|telo|"])
    expect(await ask(everybody, [word]), word).toEqual([]);
  await expect(ask(everybody, [], ["3telo"])).rejects.toMatchObject({ code: "22023" });
  await expect(ask(everybody, [], ["keMail|3telo"])).rejects.toMatchObject({ code: "22023" });
  expect(await ask(everybody, [], ["kemail"])).toEqual([mine]);
});

test("the application itself sees no words of what is not for its viewer", async () => {
  const terms = (scope: Scope) =>
    inScope(world.deps.database, scope, async (_tx, client) => (await client.query("SELECT terms FROM search_entries")).rowCount);
  expect(await terms(as("org"))).toBe(0);
  expect(await terms(as(`user:${world.admin.id}`))).toBe(1);
});

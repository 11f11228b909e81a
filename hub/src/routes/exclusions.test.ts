import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../test/world.ts";
import { createVisitor, otherOrganization, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";
import { record } from "../services/interactions/record.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let visitor: Visitor;
beforeAll(async () => {
  world = await createWorld();
  visitor = await signedIn(world, world.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

const path = "/api/v1/me/exclusions";
const list = async (by = visitor) => ((await (await by.get(path)).json()) as { items: { id: string; value: string }[] }).items;

test("what a person excludes is not recorded of theirs, from then on, and is again once it is taken away", async () => {
  await world.customer("Mama", { contacts: ["mama@gmail.com"] });
  const arrives = async () =>
    (await record(world.system, { content: mail({ from: { address: "mama@gmail.com" } }), source: "mailbox", ownerId: world.admin.id }))
      .state;
  expect(await arrives()).toBe("recorded");
  const answer = await visitor.post(path, { address: " Mama@Gmail.com " });
  expect(answer.status).toBe(201);
  const added = (await answer.json()) as { id: string };
  expect(added).toEqual({ id: expect.any(String), kind: "address", value: "mama@gmail.com" });
  expect(await arrives()).toBe("skipped");
  expect((await visitor.delete(`${path}/${added.id}`)).status).toBe(204);
  expect(await arrives()).toBe("recorded");
});

test("the same twice is one rule", async () => {
  const first = await (await visitor.post(path, { domain: "@Privat.SK" })).json();
  const again = await (await visitor.post(path, { domain: "privat.sk" })).json();
  expect(again).toEqual(first);
  expect((await list()).filter(({ value }) => value === "privat.sk")).toHaveLength(1);
});

test("the extension may exclude for its person", async () => {
  const { token } = await createToken(world.admin.ctx, { name: "extension", scopes: ["extension"] });
  const answer = await createVisitor(world.deps).post(path, { address: "lekar@ambulancia.example" }, { bearer: token });
  expect(answer.status).toBe(201);
  expect((await list()).map(({ value }) => value)).toContain("lekar@ambulancia.example");
});

test("somebody else's is neither seen nor removed", async () => {
  const [mine] = await list();
  for (const person of [await world.person("Jana"), await otherOrganization(world)]) {
    const stranger = await signedIn(world, person);
    expect(await list(stranger)).toEqual([]);
    expect((await stranger.delete(`${path}/${mine!.id}`)).status).toBe(404);
  }
  expect((await list()).map(({ id }) => id)).toContain(mine!.id);
});

describe("what is no address and no domain is refused", () => {
  test.each([
    [{}, ""],
    [{ address: "a@b.sk", domain: "b.sk" }, ""],
    [{ address: "x" }, "/address"],
    [{ address: "a@b.sk\u0000" }, "/address"],
    [{ domain: "localhost" }, "/domain"],
    [{ domain: "a b.sk" }, "/domain"],
  ])("%j, at %j", async (input, pointer) => {
    const before = await list();
    const answer = await visitor.post(path, input);
    expect(answer.status).toBe(422);
    const [problem] = ((await answer.json()) as { errors: { pointer: string }[] }).errors;
    expect(problem?.pointer.replace(/^\/$/, "")).toBe(pointer);
    expect(await list()).toEqual(before);
  });
});

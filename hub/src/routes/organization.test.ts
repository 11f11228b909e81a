import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../test/world.ts";
import { signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let admin: Visitor;
beforeAll(async () => {
  world = await createWorld();
  admin = await signedIn(world, world.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

test("everybody reads the settings, with the defaults of the rule book", async () => {
  const rep = await signedIn(world, await world.person("Jana"));
  expect(await (await rep.get("/api/v1/organization")).json()).toMatchObject({
    name: "Borovica Trade, s. r. o.",
    ownDomains: ["borovica.example"],
    settings: { colleagueMailLevel: "subject", backfillDays: 90 },
  });
});

test("the administrator changes what is given; of the settings the others stay", async () => {
  await admin.patch("/api/v1/organization", { settings: { backfillDays: 30 } });
  const answer = await admin.patch("/api/v1/organization", {
    currency: "CZK",
    ownDomains: ["BOROVICA.example.", "@borovica.sk", "borovica.sk"],
    settings: { colleagueMailLevel: "metadata" },
  });
  expect(await answer.json()).toMatchObject({
    name: "Borovica Trade, s. r. o.",
    currency: "CZK",
    ownDomains: ["borovica.example", "borovica.sk"],
    settings: { colleagueMailLevel: "metadata", backfillDays: 30 },
  });
  expect(await world.rows("SELECT detail FROM audit_log WHERE noun = 'organization' ORDER BY id DESC LIMIT 1")).toEqual([
    { detail: { fields: ["currency", "ownDomains", "colleagueMailLevel"] } },
  ]);
});

describe("what cannot be is refused", () => {
  test.each([
    ["/ownDomains/0", { ownDomains: ["gmail.com"] }],
    ["/ownDomains/0", { ownDomains: ["azet.sk"] }],
    ["/ownDomains/0", { ownDomains: ["localhost"] }],
    ["/currency", { currency: "XQX" }],
    ["/timeZone", { timeZone: "Mars/Olympus" }],
    ["/settings/backfillDays", { settings: { backfillDays: -1 } }],
    ["/settings/colleagueMailLevel", { settings: { colleagueMailLevel: "everything" } }],
    ["/name", { name: "" }],
  ])("%s %j", async (pointer, wrong) => {
    const answer = await admin.patch("/api/v1/organization", wrong);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
  });
});

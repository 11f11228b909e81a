import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import { getCustomer, listCustomers } from "../customers/list.ts";
import { updateCustomer } from "../customers/update.ts";
import { recordMany } from "../interactions/record.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { getOpportunity } from "../opportunities/list.ts";
import { describeAccess, type Access } from "./describe-access.ts";
import { giveGrant } from "./give-grant.ts";
import { listGrants } from "./list-grants.ts";
import { restrictCustomer } from "./restrict-customer.ts";
import { setPrivate } from "./set-private.ts";

let world: World;
let anna: Person;
let boris: Person;
let manager: Person;
let used = 0;

beforeAll(async () => {
  world = await createWorld();
  anna = await world.person("Anna");
  boris = await world.person("Boris");
  manager = await world.person("Marta", { role: "manager" });
});
afterAll(() => world[Symbol.asyncDispose]());

async function newCustomer() {
  const address = `eva@pristup${used++}.example`;
  const { id } = await world.customer("Lipa", { contacts: [address] });
  await updateCustomer(world.admin.ctx, id, { ownerId: anna.id });
  return { id, address };
}
async function mailOf(address: string, owner: Person): Promise<string> {
  const content = mail({ from: { address }, to: [{ address: owner.email }], subject: "Cena" });
  const [result] = await recordMany(world.system, [{ content, source: "mailbox", ownerId: owner.id }]);
  return result!.interactionId!;
}
const lines = ({ shares }: Access) =>
  shares?.map(({ principal, name, because, entries, mail }) => [principal, name, because.rule, entries, mail]);

test("an open customer is everybody's, its colleagues' mail up to the subject; a right is a line of its own", async () => {
  const { id } = await newCustomer();
  await giveGrant(anna.ctx, { grantee: `user:${boris.id}`, resource: "customer", resourceId: id, verbs: ["view"] });
  expect(lines(await describeAccess(anna.ctx, { resource: "customer", resourceId: id }))).toEqual([
    ["org", null, "everybody", "content", "subject"],
    [`user:${boris.id}`, "Boris", "grant", "content", "content"],
  ]);
});

test("a restricted customer is its owner's, the administrators' by its basic facts, and the grantees'", async () => {
  const { id } = await newCustomer();
  await giveGrant(anna.ctx, { grantee: "role:manager", resource: "customer", resourceId: id, level: "subject", verbs: ["view"] });
  await restrictCustomer(anna.ctx, id, true);
  const access = await describeAccess(manager.ctx, { resource: "customer", resourceId: id });
  expect(lines(access)).toEqual([
    ["role:admin", null, "administrator", "metadata", "metadata"],
    [`user:${anna.id}`, "Anna", "restricted-owner", "content", "subject"],
    ["role:manager", null, "grant", "subject", "subject"],
  ]);
  expect(access.owners).toEqual([{ id: anna.id, name: "Anna" }]);
});

test("who may not share a thing is not told who has it; who does not see it is told nothing", async () => {
  const { id, address } = await newCustomer();
  const mailId = await mailOf(address, anna);
  expect((await describeAccess(boris.ctx, { resource: "customer", resourceId: id })).shares).toBeNull();
  expect((await describeAccess(manager.ctx, { resource: "interaction", resourceId: mailId })).shares).toBeNull();
  expect((await describeAccess(boris.ctx, { resource: "user", resourceId: anna.id })).shares).toBeNull();
  await restrictCustomer(anna.ctx, id, true);
  for (const ask of [
    { resource: "customer", resourceId: id },
    { resource: "interaction", resourceId: mailId },
  ] as const)
    await expect(describeAccess(boris.ctx, ask)).rejects.toMatchObject({ code: "not-found" });
});

test("who sees only a part of a mail learns by which rule, and whom to ask", async () => {
  const { address } = await newCustomer();
  const resourceId = await mailOf(address, anna);
  const { mine, owners } = await describeAccess(boris.ctx, { resource: "interaction", resourceId });
  expect(mine).toEqual({ level: "subject", reasons: [{ rule: "colleague-mail" }] });
  expect(owners).toEqual([{ id: anna.id, name: "Anna" }]);
});

test("the owner of a mail learns nothing of a hidden customer that it was linked to", async () => {
  const { id, address } = await newCustomer();
  const resourceId = await mailOf(address, boris);
  await giveGrant(anna.ctx, { grantee: "role:manager", resource: "customer", resourceId: id, verbs: ["view"] });
  await restrictCustomer(anna.ctx, id, true);
  const access = await describeAccess(boris.ctx, { resource: "interaction", resourceId });
  expect(lines(access)).toEqual([[`user:${boris.id}`, "Boris", "own", null, "content"]]);
  expect(JSON.stringify(access)).not.toContain(id);
  expect(JSON.stringify(access)).not.toContain(anna.id);
});

test("a private interaction and somebody's mail are told by their rules", async () => {
  const { address } = await newCustomer();
  const resourceId = await mailOf(address, anna);
  await setPrivate(anna.ctx, resourceId, true);
  expect(lines(await describeAccess(anna.ctx, { resource: "interaction", resourceId }))).toEqual([
    [`user:${anna.id}`, "Anna", "own", null, "content"],
  ]);
  const { id } = await giveGrant(anna.ctx, { grantee: `user:${boris.id}`, resource: "user", resourceId: anna.id, verbs: ["view"] });
  expect(lines(await describeAccess(world.admin.ctx, { resource: "user", resourceId: anna.id }))).toEqual([
    [`user:${anna.id}`, "Anna", "own", null, "content"],
    [`user:${boris.id}`, "Boris", "grant", null, "content"],
    ["org", null, "colleague-mail", null, "subject"],
  ]);
  const takers = { anna, admin: world.admin, boris };
  const mayTake = await Promise.all(
    Object.entries(takers).map(async ([name, { ctx }]) => [
      name,
      (await listGrants(ctx, { resource: "user" })).items.find((one) => one.id === id)?.mayTake,
    ]),
  );
  expect(mayTake).toEqual([
    ["anna", true],
    ["admin", true],
    ["boris", false],
  ]);
});

test("a customer and its deals say what the viewer may do with them", async () => {
  const { id } = await newCustomer();
  const { id: deal } = await createOpportunity(boris.ctx, { name: "Kartóny", customerId: id });
  const none = { edit: true, archive: false, export: false, share: false };
  const all = { edit: true, archive: true, export: true, share: true };
  expect([(await getCustomer(boris.ctx, id)).may, (await getCustomer(anna.ctx, id)).may, (await getCustomer(manager.ctx, id)).may]).toEqual(
    [none, all, all],
  );
  await giveGrant(anna.ctx, { grantee: `user:${boris.id}`, resource: "customer", resourceId: id, verbs: ["export"] });
  await restrictCustomer(anna.ctx, id, true);
  expect((await listCustomers(boris.ctx, { q: "lipa", limit: 200 })).items.find((one) => one.id === id)).toMatchObject({
    restricted: true,
    may: { edit: false, archive: false, export: true, share: false },
  });
  expect((await getOpportunity(boris.ctx, deal)).may.edit).toBe(false);
  await giveGrant(world.admin.ctx, { grantee: `user:${boris.id}`, resource: "opportunity", resourceId: deal, verbs: ["edit"] });
  expect((await getOpportunity(boris.ctx, deal)).may.edit).toBe(true);
});

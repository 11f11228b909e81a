import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { createContact } from "../contacts/create.ts";
import { getContact } from "../contacts/list.ts";
import { getCustomer, listCustomers } from "../customers/list.ts";
import { updateCustomer } from "../customers/update.ts";
import { recordMany } from "../interactions/record.ts";
import { timeline } from "../interactions/timeline.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { restrictCustomer } from "../rights/restrict-customer.ts";
import { merge, previewMerge, undoMerge } from "./merge.ts";
import { LEFT_ALONE, PLACES } from "./places.ts";

let world: World;
let used = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const ids = async (customerId: string) =>
  (await timeline(world.admin.ctx, "customer", customerId, {})).items.map(({ id }) => id).toSorted();

/** Two customers who turn out to be one, with mail of each and one with both. */
async function twins() {
  const n = used++;
  const [left, right] = [`eva@lipa${n}.example`, `eva@lipa-${n}.example`];
  const from = await world.customer("Lipa spol.", { domains: [`lipa${n}.example`], contacts: [left] });
  const into = await world.customer("Lipa, s. r. o.", { domains: [`lipa-${n}.example`], contacts: [right] });
  await updateCustomer(world.admin.ctx, from.id, { website: "https://lipa.example" });
  const item = (to: string[]) => ({
    content: mail({ from: { address: world.admin.email }, to: to.map((address) => ({ address })) }),
    source: "mailbox" as const,
    ownerId: world.admin.id,
  });
  await recordMany(world.system, [item([left]), item([left]), item([right]), item([left, right])]);
  await createOpportunity(world.admin.ctx, { name: "Kartóny", customerId: from.id });
  return { from, into, left, right };
}

test("everything of both is at the one that stays, a mail with both once, and what it did not know it knows now", async () => {
  const { from, into } = await twins();
  const before = { from: await ids(from.id), into: await ids(into.id) };
  const preview = await previewMerge(world.admin.ctx, "customer", from.id, into.id);
  expect(preview).toMatchObject({ counts: { contacts: 1, opportunities: 1, interaction_links: 3 }, conflicts: [] });
  expect(preview.takenOver).toEqual(expect.arrayContaining(["website", "domains"]));
  await merge(world.admin.ctx, "customer", from.id, into.id);
  expect(await ids(into.id)).toEqual([...new Set([...before.from, ...before.into])].toSorted());
  expect(await getCustomer(world.admin.ctx, into.id)).toMatchObject({ website: "https://lipa.example" });
  expect((await listCustomers(world.admin.ctx, { q: "lipa spol" })).items).toEqual([]);
});

test("undone, each has its own again, and what came meanwhile stays where it came", async () => {
  const { from, into, right } = await twins();
  const before = {
    from: await ids(from.id),
    into: await ids(into.id),
    a: await getCustomer(world.admin.ctx, from.id),
    b: await getCustomer(world.admin.ctx, into.id),
  };
  const { id } = await merge(world.admin.ctx, "customer", from.id, into.id);
  const [later] = await recordMany(world.system, [
    { content: mail({ from: { address: right } }), source: "mailbox", ownerId: world.admin.id },
  ]);
  await undoMerge(world.admin.ctx, id);
  expect(await ids(from.id)).toEqual(before.from);
  expect(await ids(into.id)).toEqual([...before.into, later!.interactionId!].toSorted());
  const { updatedAt: _a, lastInteractionAt: _b, version: _c, ...fields } = before.b;
  expect(await getCustomer(world.admin.ctx, into.id)).toMatchObject(fields);
  expect(await getCustomer(world.admin.ctx, from.id)).toMatchObject({
    name: before.a.name,
    website: before.a.website,
    domains: before.a.domains,
    archivedAt: null,
  });
  await expect(undoMerge(world.admin.ctx, id)).rejects.toMatchObject({ code: "conflict" });
});

test("a person's addresses, mails and customer go with the person, and come back", async () => {
  const { left, into } = await twins();
  const stay = await createContact(world.admin.ctx, {
    name: "Eva Lipová",
    customerId: into.id,
    addresses: [{ kind: "email", value: `e.${left}` }],
  });
  const [going] = await world.rows<{ id: string }>("SELECT contact_id AS id FROM contact_addresses WHERE value = $1", [left]);
  const mails = async (id: string) => (await timeline(world.admin.ctx, "contact", id, {})).items.length;
  expect(await mails(going!.id)).toBe(3);
  const { id } = await merge(world.admin.ctx, "contact", going!.id, stay.id);
  expect((await getContact(world.admin.ctx, stay.id)).addresses.map(({ value }) => value).toSorted()).toEqual(
    [`e.${left}`, left].toSorted(),
  );
  expect(await mails(stay.id)).toBe(3);
  await undoMerge(world.admin.ctx, id);
  expect([await mails(going!.id), await mails(stay.id)]).toEqual([3, 0]);
});

test("only who may put the one away and edit the other; not with itself; not an open one with a restricted one", async () => {
  const { from, into } = await twins();
  const rep = await world.person(`Rep${used}`);
  const code = (work: Promise<unknown>) =>
    work.then(
      () => "allowed",
      (error: { code?: string }) => error.code,
    );
  expect(await code(merge(rep.ctx, "customer", from.id, into.id))).toBe("forbidden");
  expect(await code(merge(world.admin.ctx, "customer", into.id, into.id))).toBe("invalid");
  await restrictCustomer(world.admin.ctx, from.id, true);
  expect(await code(merge(world.admin.ctx, "customer", from.id, into.id))).toBe("conflict");
  expect(await code(merge(rep.ctx, "customer", from.id, into.id))).toBe("not-found");
});

test("no place that points to a customer or a person is forgotten", async () => {
  const columns = await world.rows<{ place: string; noun: string }>(
    `SELECT table_name || '.' || column_name AS place, CASE column_name WHEN 'customer_id' THEN 'customer' ELSE 'contact' END AS noun
     FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('customer_id', 'contact_id')`,
  );
  const covered = (place: string, noun: string) =>
    PLACES[noun as "customer" | "contact"].some(({ table, column }) => `${table}.${column}` === place) || place in LEFT_ALONE;
  expect(columns.filter(({ place, noun }) => !covered(place, noun)).map(({ place }) => place)).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { createContact } from "../contacts/create.ts";
import { updateContact } from "../contacts/update.ts";
import { recordMany, type RecordItem } from "../interactions/record.ts";
import { timeline } from "../interactions/timeline.ts";
import { advanceRematch } from "./advance.ts";
import { decideRematch } from "./decide.ts";
import { getRematch, listMoves } from "./read.ts";
import { startRematch } from "./start.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const run = async (id: string) => {
  while ((await advanceRematch(world.system, id)).more);
  return getRematch(world.admin.ctx, id);
};
const ids = async (customerId: string) =>
  (await timeline(world.admin.ctx, "customer", customerId, {})).items.map(({ id }) => id).toSorted();
const code = (work: Promise<unknown>) =>
  work.then(
    () => "allowed",
    (error: { code?: string }) => error.code,
  );
let used = 0;

/** A mail of an address, its answer by us, and one whose place a person has chosen: all with a known colleague of the first customer in copy. */
async function history() {
  const n = used++;
  const [eva, peter] = [`eva@lipa${n}.example`, `peter@dub${n}.example`];
  const lipa = await world.customer(`Lipa ${n}`, { contacts: [eva] });
  const dub = await world.customer(`Dub ${n}`);
  const first = `<prva-${n}@mail.example>`;
  const item = (fields: Parameters<typeof mail>[0]): RecordItem => ({ content: mail(fields), source: "mailbox", ownerId: world.admin.id });
  const recorded = await recordMany(world.system, [
    item({ from: { address: peter }, cc: [{ address: eva }], messageId: first }),
    item({ from: { address: world.admin.email }, to: [{ address: peter }], references: [first], inReplyTo: first }),
    item({ from: { address: peter }, to: [{ address: eva }] }),
  ]);
  const [mailId, answerId, decidedId] = recorded.map(({ interactionId }) => interactionId!) as [string, string, string];
  await world.rows("UPDATE interaction_links SET decided_by = 'person' WHERE interaction_id = $1", [decidedId]);
  const { id: contactId } = await createContact(world.admin.ctx, { name: "Peter", customerId: dub.id });
  return { eva, peter, lipa, dub, mailId, answerId, decidedId, contactId };
}

test("a new address pulls its history in after a preview: replies too, never what a person decided; taken back it is as before", async () => {
  const { peter, lipa, dub, mailId, answerId, decidedId, contactId } = await history();
  const before = { lipa: await ids(lipa.id), dub: await ids(dub.id) };
  expect(before.dub).toEqual([]);
  await updateContact(world.admin.ctx, contactId, { addresses: [{ kind: "email", value: peter }] });
  const { id, total } = await startRematch(world.admin.ctx, { contactId });
  expect(total).toBe(3);
  expect(await run(id)).toMatchObject({ state: "ready", moves: 2 });
  expect({ lipa: await ids(lipa.id), dub: await ids(dub.id) }).toEqual(before);
  const { items } = await listMoves(world.admin.ctx, id, {});
  expect(items.map((move) => move.interaction.id).toSorted()).toEqual([mailId, answerId].toSorted());
  expect(items[0]!.comesTo.map(({ name }) => name)).toContain(`Dub ${used - 1}`);
  await decideRematch(world.admin.ctx, id, "apply");
  expect(await run(id)).toMatchObject({ state: "applied", stale: 0 });
  expect(await ids(dub.id)).toEqual([mailId, answerId].toSorted());
  expect(await ids(lipa.id)).toContain(decidedId);
  await decideRematch(world.admin.ctx, id, "undo");
  expect(await run(id)).toMatchObject({ state: "undone" });
  expect({ lipa: await ids(lipa.id), dub: await ids(dub.id) }).toEqual(before);
});

test("what somebody changed between preview and apply is left alone", async () => {
  const { peter, dub, mailId, answerId, contactId } = await history();
  await updateContact(world.admin.ctx, contactId, { addresses: [{ kind: "email", value: peter }] });
  const { id } = await startRematch(world.admin.ctx, { addresses: [peter.toUpperCase()] });
  expect(await run(id)).toMatchObject({ state: "ready", moves: 2 });
  await world.rows("UPDATE interaction_links SET decided_by = 'person' WHERE interaction_id = $1", [mailId]);
  await decideRematch(world.admin.ctx, id, "apply");
  expect(await run(id)).toMatchObject({ state: "applied", stale: 1 });
  expect(await ids(dub.id)).toEqual([answerId]);
});

test("a rep matches the addresses of customers that he may edit, managers everything; others' previews are not his", async () => {
  const { contactId } = await history();
  const rep = await world.person(`Rep${used}`);
  expect(await code(startRematch(rep.ctx, { everything: true }))).toBe("forbidden");
  const { id } = await startRematch(world.admin.ctx, { contactId });
  expect(await code(listMoves(rep.ctx, id, {}))).toBe("forbidden");
  expect(await code(decideRematch(rep.ctx, id, "apply"))).toBe("forbidden");
  expect(await code(decideRematch(world.admin.ctx, id, "undo"))).toBe("conflict");
  expect(await code(startRematch(rep.ctx, {}))).toBe("invalid");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { giveGrant } from "../rights/give-grant.ts";
import { restrictCustomer } from "../rights/restrict-customer.ts";
import { updateCustomer } from "../customers/update.ts";
import { record, type RecordItem } from "./record.ts";
import { relinkInteraction } from "./relink.ts";
import { timeline } from "./timeline.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const ids = async (target: "customer" | "opportunity", id: string) =>
  (await timeline(world.admin.ctx, target, id, {})).items.map((row) => row.id).toSorted();
const received = async (fields: Parameters<typeof mail>[0]) =>
  (await record(world.system, { content: mail(fields), source: "mailbox", ownerId: world.admin.id })).interactionId!;

test("a person's word moves an interaction, its thread on demand; replies keep it; taken back it is where it was", async () => {
  const lipa = await world.customer("Lipa", { contacts: ["eva@lipa.example"] });
  const dub = await world.customer("Dub");
  const { id: deal } = await createOpportunity(world.admin.ctx, { name: "Kartóny", customerId: dub.id });
  const messageId = "<prva@lipa.example>";
  const first = await received({ from: { address: "eva@lipa.example" }, messageId });
  const reply = (n: number) =>
    received({ from: { address: "eva@lipa.example" }, inReplyTo: messageId, references: [messageId], subject: `Re ${n}` });
  const second = await reply(2);
  const { before } = await relinkInteraction(world.admin.ctx, first, { customerIds: [], opportunityIds: [deal] });
  expect(before).toEqual([{ interactionId: first, customerIds: [lipa.id], opportunityIds: [] }]);
  expect([await ids("customer", dub.id), await ids("opportunity", deal), await ids("customer", lipa.id)]).toEqual([
    [first],
    [first],
    [second],
  ]);
  const third = await reply(3);
  expect(await ids("opportunity", deal)).toEqual([first, third].toSorted());
  expect((await relinkInteraction(world.admin.ctx, second, { customerIds: [dub.id], thread: true })).changed).toBe(3);
  expect(await ids("customer", dub.id)).toEqual([first, second, third].toSorted());
  const { interactionId: _first, ...places } = before[0]!;
  await relinkInteraction(world.admin.ctx, first, places);
  expect(await ids("customer", lipa.id)).toEqual([first]);
});

test("not to what does not exist, is hidden, or may not be edited; not by who sees no subject", async () => {
  const rep = await world.person("Rep");
  const open = await world.customer("Otvorená", { contacts: ["jan@otvorena.example"] });
  const hidden = await world.customer("Skrytá");
  await restrictCustomer(world.admin.ctx, hidden.id, true);
  const id = await received({ from: { address: "jan@otvorena.example" } });
  const code = (work: Promise<unknown>) =>
    work.then(
      () => "allowed",
      (error: { code?: string; fields?: { pointer: string }[] }) => [error.code, error.fields?.[0]?.pointer],
    );
  expect(await code(relinkInteraction(rep.ctx, id, { customerIds: [open.id, hidden.id] }))).toEqual(["invalid", "/customerIds/1"]);
  expect(await code(relinkInteraction(rep.ctx, id, { customerIds: [], opportunityIds: [hidden.id] }))).toEqual([
    "invalid",
    "/opportunityIds/0",
  ]);
  expect(await ids("customer", open.id)).toEqual([id]);
  // Moved to a restricted customer, it is out of sight for everybody whose mail it is not.
  await relinkInteraction(world.admin.ctx, id, { customerIds: [hidden.id] });
  expect(await code(timeline(rep.ctx, "customer", hidden.id, {}))).toEqual(["not-found", undefined]);
  expect(await code(relinkInteraction(rep.ctx, id, { customerIds: [open.id] }))).toEqual(["not-found", undefined]);
});

test("nothing is drawn into the open: what belongs to a customer that one does not see, or may not edit, stays there", async () => {
  const [anna, cyril] = [await world.person("Anna"), await world.person("Cyril")];
  const secret = await world.customer("Tajná");
  const open = await world.customer("Verejná");
  await updateCustomer(world.admin.ctx, secret.id, { ownerId: anna.id });
  const content = { kind: "note", occurredAt: world.deps.now().toISOString(), subject: "Cena", text: "Dohoda." } as RecordItem["content"];
  const { interactionId } = await record(world.system, {
    content,
    source: "manual",
    ownerId: anna.id,
    links: { customerIds: [secret.id] },
  });
  await restrictCustomer(anna.ctx, secret.id, true);
  const grant = { grantee: `user:${cyril.id}`, verbs: ["view" as const] };
  await giveGrant(anna.ctx, { ...grant, resource: "interaction", resourceId: interactionId!, level: "subject" });
  const stillThere = async () =>
    (
      await world.rows<{ id: string }>("SELECT target_id AS id FROM interaction_links WHERE interaction_id = $1 AND chosen ORDER BY 1", [
        interactionId,
      ])
    )
      .map(({ id }) => id)
      .includes(secret.id);
  await relinkInteraction(cyril.ctx, interactionId!, { customerIds: [open.id] });
  expect(await stillThere()).toBe(true);
  await giveGrant(anna.ctx, { ...grant, resource: "customer", resourceId: secret.id });
  await expect(relinkInteraction(cyril.ctx, interactionId!, { customerIds: [open.id] })).rejects.toMatchObject({ code: "forbidden" });
  expect(await stillThere()).toBe(true);
  const marta = await world.person("Marta");
  expect((await timeline(marta.ctx, "customer", open.id, {})).items).toEqual([]);
});

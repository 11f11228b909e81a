import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { record } from "../interactions/record.ts";
import { createOpportunity } from "./create.ts";
import { deleteOpportunity } from "./delete.ts";
import { getOpportunity } from "./list.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("a deal opened by mistake goes; one with a history stays, also when that is hidden from whoever asks; a rep deletes only of his own customers", async () => {
  const anna = await world.person("Anna");
  const { id: customerId } = await world.customer("Lipa", { contacts: ["eva@lipa.example"] });
  const open = async () => (await createOpportunity(world.admin.ctx, { name: "Kartóny", customerId })).id;
  const mistake = await open();
  await expect(deleteOpportunity(anna.ctx, mistake)).rejects.toMatchObject({ code: "forbidden" });
  await deleteOpportunity(world.admin.ctx, mistake);
  await expect(getOpportunity(world.admin.ctx, mistake)).rejects.toMatchObject({ code: "not-found" });
  const used = await open();
  const content = mail({ from: { address: "eva@lipa.example" } });
  await record(world.system, { content, source: "mailbox", ownerId: anna.id, private: true, links: { opportunityIds: [used] } });
  await expect(deleteOpportunity(world.admin.ctx, used)).rejects.toMatchObject({ code: "conflict" });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { recordMany, type RecordItem } from "@kronika/hub/services/interactions/record.ts";
import { figure } from "../setup/figure.ts";
import type { Answer } from "./lib/api.ts";
import { createWorld, mail, type World } from "../world.ts";
import { startEngine, type Engine } from "./lib/engine.ts";
import { callAs, type Call } from "./lib/in-process.ts";
import { eventually } from "./lib/kronika.ts";

/**
 * A contact gets an address that history knows already: what would move is shown first, applied on a word, taken back on another; what a person
 * decided stays. Over HTTP, the work done by the real engine.
 */
let engine: Engine;
let world: World;
let api: Call;
beforeAll(async () => {
  engine = await startEngine();
  world = await createWorld({ now: () => engine.now() });
  await engine.serve(world.deps);
  api = await callAs(world, world.admin);
});
afterAll(async () => {
  await engine.stop();
  await world[Symbol.asyncDispose]();
});

const timelineOf = async (customerId: string): Promise<string[]> =>
  (await api("GET", `/customers/${customerId}/timeline?limit=200`)).items.map(({ id }: { id: string }) => id).toSorted();

test("preview, apply, undo", async ({ task }) => {
  const [eva, peter] = ["eva@lipa.example", "peter@dub.example"];
  const lipa = await world.customer("Lipa", { contacts: [eva] });
  const dub = await world.customer("Dub");
  const items = Array.from({ length: 60 }, (_, n): RecordItem => ({
    content: mail({ from: { address: n % 3 === 0 ? eva : peter }, cc: [{ address: eva }], subject: `Správa ${n}` }),
    source: "mailbox",
    ownerId: world.admin.id,
  }));
  const ids = (await recordMany(world.system, items)).map(({ interactionId }) => interactionId!);
  const ofPeter = ids.filter((_, n) => n % 3 !== 0);
  const [decided, ...expected] = ofPeter as [string, ...string[]];
  await api("PUT", `/interactions/${decided}/links`, { customerIds: [lipa.id] });
  const before = { lipa: await timelineOf(lipa.id), dub: await timelineOf(dub.id) };
  expect(before.dub).toEqual([]);

  const contact = await api("POST", "/contacts", { name: "Peter", customerId: dub.id, addresses: [{ kind: "email", value: peter }] });
  const { id } = await api("POST", "/rematches", { contactId: contact.id });
  const reached = (state: string) => eventually(async () => expect((await api("GET", `/rematches/${id}`)).state).toBe(state));
  await reached("ready");
  expect({ lipa: await timelineOf(lipa.id), dub: await timelineOf(dub.id) }).toEqual(before);
  const { items: moves } = await api("GET", `/rematches/${id}/moves?limit=200`);
  expect(moves.map((move: Answer) => move.interaction.id).toSorted()).toEqual(expected.toSorted());
  expect(moves[0].comesTo.map((place: Answer) => place.name)).toContain("Dub");

  await api("POST", `/rematches/${id}/apply`);
  await reached("applied");
  expect(await timelineOf(dub.id)).toEqual(expected.toSorted());
  await api("POST", `/rematches/${id}/undo`);
  await reached("undone");
  expect({ lipa: await timelineOf(lipa.id), dub: await timelineOf(dub.id) }).toEqual(before);
  figure(task, `${ids.length} mails looked at, ${moves.length} moved and moved back, 1 that a person had decided stayed`);
});

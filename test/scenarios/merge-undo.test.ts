import { afterAll, beforeAll, expect, test } from "vitest";
import { recordMany } from "@kronika/hub/services/interactions/record.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, type World } from "../world.ts";
import { callAs, type Call } from "./lib/in-process.ts";
import { seededRandom } from "./lib/random.ts";

/**
 * Two customers that turn out to be one, with random histories, people, deals and documents, are merged and taken apart again: while they are one, nothing is
 * missing and nothing is there twice; afterwards every row is as it was.
 */
let world: World;
let api: Call;
beforeAll(async () => {
  world = await createWorld();
  api = await callAs(world, world.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

/** Everything that hangs on these customers, as text; times of change left out. */
async function stateOf(...customerIds: string[]): Promise<string[]> {
  const tables = ["contacts", "opportunities", "sales_documents", "reminders"].map(
    (table) => `SELECT '${table}' || (to_jsonb(t) - 'updated_at')::text AS row FROM ${table} t WHERE customer_id = ANY($1::uuid[])`,
  );
  const rows = await world.rows<{ row: string }>(
    `${tables.join(" UNION ALL ")}
     UNION ALL SELECT 'customer' || (to_jsonb(c) - 'updated_at')::text FROM customers c WHERE id = ANY($1::uuid[])
     UNION ALL SELECT 'link' || (to_jsonb(l))::text FROM interaction_links l WHERE target = 'customer' AND target_id = ANY($1::uuid[])
     UNION ALL SELECT 'grant' || (to_jsonb(g) - 'updated_at')::text FROM grants g WHERE resource = 'customer' AND resource_id = ANY($1::uuid[])`,
    [customerIds],
  );
  return rows.map(({ row }) => row).toSorted();
}

const timelineOf = async (id: string): Promise<string[]> =>
  (await api("GET", `/customers/${id}/timeline?limit=200`)).items.map((row: { id: string }) => row.id).toSorted();

test("merged, nothing is missing or doubled; undone, every row is as it was", async ({ task }) => {
  const random = seededRandom(20_261_125);
  const some = (most: number) => Math.floor(random() * (most + 1));
  const rounds = 15;
  let moved = 0;
  for (let round = 0; round < rounds; round += 1) {
    const sides = await Promise.all(
      ["ľavá", "pravá"].map(async (name, side) => {
        const addresses = Array.from({ length: 1 + some(2) }, (_, n) => `osoba${n}@s${side}r${round}.example`);
        const { id } = await world.customer(`Firma ${name} ${round}`, { contacts: addresses, domains: [`s${side}r${round}.example`] });
        for (let n = some(2); n > 0; n -= 1) await api("POST", "/opportunities", { name: `Obchod ${n}`, customerId: id });
        for (let n = some(2); n > 0; n -= 1)
          await api("POST", "/reminders", { title: `Zavolať ${n}`, at: "2026-12-01T09:00:00Z", customerId: id });
        if (random() < 0.5) await api("PATCH", `/customers/${id}`, { website: `https://s${side}r${round}.example` });
        if (random() < 0.5)
          await api("POST", "/grants", { grantee: "role:manager", resource: "customer", resourceId: id, verbs: ["view"] });
        return { id, addresses };
      }),
    );
    const [from, into] = sides as [(typeof sides)[number], (typeof sides)[number]];
    const both = [...from.addresses, ...into.addresses];
    await recordMany(
      world.system,
      Array.from({ length: 1 + some(12) }, () => {
        const to = both.filter(() => random() < 0.4);
        const people = to.length > 0 ? to : [from.addresses[0]!];
        return {
          content: mail({ from: { address: world.admin.email }, to: people.map((address) => ({ address })) }),
          source: "mailbox" as const,
          ownerId: world.admin.id,
        };
      }),
    );
    const before = await stateOf(from.id, into.id);
    const histories = [await timelineOf(from.id), await timelineOf(into.id)];
    const { id } = await api("POST", `/customers/${from.id}/merge`, { intoId: into.id });
    expect(await timelineOf(into.id), `round ${round}`).toEqual([...new Set(histories.flat())].toSorted());
    expect(await timelineOf(from.id), `round ${round}`).toEqual([]);
    await api("POST", `/merges/${id}/undo`);
    expect(await stateOf(from.id, into.id), `round ${round}`).toEqual(before);
    moved += before.length;
  }
  figure(task, `${rounds} pairs with ${moved} rows: merged without loss or double, undone to the row`);
});

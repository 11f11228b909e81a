import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { workflowNames, type RowRef, type WorkflowName } from "@kronika/core/workflow-contract.ts";
import { startTemporal, type TestTemporal } from "../../../test/servers/temporal.ts";
import { createWorld, type World } from "../../../test/world.ts";
import { createTemporalClient, type TemporalClient } from "../temporal/client.ts";
import { reconcile } from "./reconcile.ts";
import { createReminder } from "./reminders/create.ts";
import { completeReminder } from "./reminders/move.ts";

let world: World;
let folder: string;
let server: TestTemporal;
let temporal: TemporalClient;

beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  folder = await mkdtemp(join(tmpdir(), "kronika-reconcile-"));
  server = await startTemporal({ dbFile: join(folder, "temporal.db") });
  temporal = createTemporalClient({ address: server.address, namespace: server.namespace }, world.deps.keys);
});
afterAll(async () => {
  await temporal.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  await world[Symbol.asyncDispose]();
});

const at = new Date(Date.now() + 86_400_000).toISOString();
const remind = async () => (await createReminder(world.admin.ctx, { at, title: "Zavolať" })).id;

async function running(): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(workflowNames) as WorkflowName[])
    for await (const ref of temporal.running(name)) found.push(`${name} ${ref.id}`);
  return found.toSorted();
}

const insertConnection = async (kind: string): Promise<string> => {
  const id = randomUUID();
  await world.rows(
    "INSERT INTO connections (id, org_id, user_id, kind, provider, name, settings) VALUES ($1, $2, $3, $4, 'x', 'x', '{}')",
    [id, world.orgId, world.admin.id, kind],
  );
  return id;
};

test("a Temporal that lost everything gets everything back, each once; rows that are over or gone end", { timeout: 60_000 }, async () => {
  const reminders = [await remind(), await remind(), await remind()];
  const [mailbox, calendar] = [await insertConnection("mailbox"), await insertConnection("calendar")];
  const open = [...reminders.map((id) => `reminder ${id}`), `syncMailbox ${mailbox}`, `syncCalendar ${calendar}`].toSorted();
  expect(await reconcile(world.deps, temporal)).toEqual({ started: 5, told: 0, ended: 0 });
  await vi.waitFor(async () => expect(await running()).toEqual(open), { timeout: 25_000, interval: 50 });
  expect(await reconcile(world.deps, temporal)).toEqual({ started: 0, told: 0, ended: 0 });

  await server.kill();
  for (const file of await readdir(folder)) await rm(join(folder, file));
  await server.restart();
  expect(await reconcile(world.deps, temporal)).toEqual({ started: 5, told: 0, ended: 0 });
  await vi.waitFor(async () => expect(await running()).toEqual(open), { timeout: 25_000, interval: 50 });

  const somebodyElses: RowRef = { orgId: randomUUID(), id: randomUUID() };
  await temporal.changed("reminder", somebodyElses);
  await completeReminder(world.admin.ctx, reminders[0]!);
  await world.rows("DELETE FROM reminders WHERE id = $1", [reminders[1]]);
  await vi.waitFor(async () => expect(await running()).toContain(`reminder ${somebodyElses.id}`), { timeout: 25_000, interval: 50 });
  expect(await reconcile(world.deps, temporal)).toEqual({ started: 0, told: 1, ended: 1 });
  await vi.waitFor(async () => expect(await running()).not.toContain(`reminder ${reminders[1]}`), { timeout: 25_000, interval: 50 });
  expect(await running()).toContain(`reminder ${somebodyElses.id}`);
});

test("more open rows than one page are all started", { timeout: 60_000 }, async () => {
  const rows = await world.rows<{ n: number }>(
    `WITH made AS (INSERT INTO reminders (id, org_id, user_id, kind, title, due_at) SELECT gen_random_uuid(), $1, $2, 'dated', 'x', now() + interval '1 day' FROM generate_series(1, 1010) RETURNING 1)
     SELECT count(*)::int AS n FROM made`,
    [world.orgId, world.admin.id],
  );
  expect(rows[0]?.n).toBe(1010);
  expect((await reconcile(world.deps, temporal)).started).toBe(1010);
});

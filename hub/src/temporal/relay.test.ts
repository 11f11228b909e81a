import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { workflowId } from "@kronika/core/workflow-contract.ts";
import { startPostgres, type TestDatabase } from "../../../test/servers/postgres.ts";
import { startTemporal, type TestTemporal } from "../../../test/servers/temporal.ts";
import type { Deps } from "../context.ts";
import { openDatabase } from "../db/database.ts";
import { outbox } from "../db/schema/trail.ts";
import { inScope } from "../db/transaction.ts";
import { createLogger } from "../log.ts";
import { createKeyring } from "../secrets.ts";
import { enqueueWorkflow } from "../services/outbox.ts";
import { createTemporalClient, isUnavailable, type TemporalClient } from "./client.ts";
import { startRelay } from "./relay.ts";

const keys = createKeyring(Buffer.alloc(32, 1).toString("base64"));
let testDatabase: TestDatabase;
let server: TestTemporal;
let temporal: TemporalClient;
let deps: Pick<Deps, "database" | "log">;

beforeAll(async () => {
  testDatabase = await (await startPostgres()).createDatabase();
  server = await startTemporal();
  temporal = createTemporalClient({ address: server.address, namespace: server.namespace }, keys);
  deps = { database: openDatabase(testDatabase.appUrl), log: createLogger({ level: "silent", part: "test" }) };
});
afterAll(async () => {
  await temporal.close();
  await server.stop();
  await deps.database.close();
  await testDatabase.drop();
});

const orgId = randomUUID();
const enqueue = (...ids: string[]) =>
  inScope(deps.database, { orgId, system: true }, (tx) => enqueueWorkflow(tx, { orgId }, "reminder", ...ids));
const waiting = () => inScope(deps.database, { relay: true }, async (tx) => (await tx.select().from(outbox)).length);

async function eventTypes(id: string): Promise<string[]> {
  const { events } = await temporal.sdk.workflow.getHandle(workflowId("reminder", { orgId, id })).fetchHistory();
  return (events ?? []).map((event) =>
    event.workflowExecutionStartedEventAttributes ? "started" : event.workflowExecutionSignaledEventAttributes ? "signaled" : "other",
  );
}

test("a row of the outbox becomes a started workflow, a second one a signal to it, and both are gone from the outbox", async () => {
  const relay = startRelay(deps, temporal);
  try {
    const id = randomUUID();
    await enqueue(id);
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 10_000);
    await enqueue(id);
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 10_000);
    expect((await eventTypes(id)).filter((type) => type !== "other")).toEqual(["started", "signaled", "signaled"]);
  } finally {
    await relay.stop();
  }
});

test("while Temporal is down the rows wait, and all of them arrive when it is back", { timeout: 60_000 }, async () => {
  await server.kill();
  const relay = startRelay(deps, temporal);
  try {
    const ids = Array.from({ length: 250 }, () => randomUUID());
    await enqueue(...ids);
    await expect(temporal.changed("reminder", { orgId, id: ids[0]! })).rejects.toSatisfy(isUnavailable);
    expect(await waiting()).toBe(250);
    await server.restart();
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000);
    for (const id of [ids[0]!, ids[249]!]) expect((await eventTypes(id)).filter((type) => type === "started")).toHaveLength(1);
  } finally {
    await relay.stop();
  }
});

test("in a mass of rows the newest are not the last, and the mass goes to the bulk queue", { timeout: 60_000 }, async () => {
  const queues = new Map<string, boolean>();
  const recorded: Pick<TemporalClient, "changed"> = {
    async changed(_name, { id }, options) {
      queues.set(id, options?.bulk === true);
    },
  };
  const mass = Array.from({ length: 1000 }, () => randomUUID());
  const today = randomUUID();
  await enqueue(...mass);
  await enqueue(today);
  const relay = startRelay(deps, recorded);
  try {
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000);
    expect([...queues.keys()].indexOf(today)).toBeLessThan(200);
    expect(queues.get(today)).toBe(false);
    expect(queues.get(mass[500]!)).toBe(true);
    expect(queues.size).toBe(1001);
  } finally {
    await relay.stop();
  }
});

test("a row that Temporal refuses waits by itself and does not hold up the others", async () => {
  await inScope(deps.database, { orgId, system: true }, (tx) =>
    tx.insert(outbox).values({ orgId, topic: "workflow", name: "ofTheFuture", rowId: randomUUID() }),
  );
  const relay = startRelay(deps, temporal);
  try {
    await enqueue(randomUUID());
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
    const rows = await inScope(deps.database, { relay: true }, (tx) =>
      tx.select({ name: outbox.name, attempts: outbox.attempts, later: sql<boolean>`next_attempt_at > now()` }).from(outbox),
    );
    expect(rows).toEqual([{ name: "ofTheFuture", attempts: expect.any(Number), later: true }]);
  } finally {
    await relay.stop();
  }
});

test("a relay whose database connections are cut goes on by itself", async () => {
  const relay = startRelay(deps, temporal);
  try {
    const before = randomUUID();
    await enqueue(before);
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
    await cutConnections();
    // The test's own connections were cut as well.
    await vi.waitFor(() => enqueue(randomUUID()), 10_000);
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
  } finally {
    await relay.stop();
  }
});

/** As an administrator would, or a restart of the server. */
async function cutConnections(): Promise<void> {
  const owner = openDatabase(testDatabase.ownerUrl, { max: 1 });
  await owner.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await owner.close();
}

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createReminder } from "@kronika/hub/services/reminders/create.ts";
import { snoozeReminder } from "@kronika/hub/services/reminders/move.ts";
import { createTemporalClient, type TemporalClient } from "@kronika/hub/temporal/client.ts";
import { startRelay, type Relay } from "@kronika/hub/temporal/relay.ts";
import { startTemporal, type TestTemporal } from "../../test/servers/temporal.ts";
import { createWorld, type World } from "../../test/world.ts";
import { ensureWorkflowBundle } from "./bundle.ts";
import { eventually } from "./testing/eventually.ts";

let world: World;
let server: TestTemporal;
let temporal: TemporalClient;
let relay: Relay;

beforeAll(async () => {
  await ensureWorkflowBundle();
  world = await createWorld({ now: () => new Date() });
  server = await startTemporal();
  temporal = createTemporalClient({ address: server.address, namespace: server.namespace }, world.deps.keys);
  relay = startRelay(world.deps, temporal);
});
afterAll(async () => {
  await relay.stop();
  await temporal.close();
  await server.stop();
  await world[Symbol.asyncDispose]();
});

const started: Worker[] = [];
afterEach(async () => {
  for (const worker of started.splice(0)) await worker.end("SIGKILL");
});

interface Worker {
  ready: Promise<void>;
  /** What it wrote, as lines of JSON. */
  log: string[];
  process: ChildProcess;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The worker as the supervisor starts it. */
function startWorker(): Worker {
  const child = fork(fileURLToPath(new URL("./worker.ts", import.meta.url)), {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    execArgv: [],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: world.database.appUrl,
      TEMPORAL_ADDRESS: server.address,
      KRONIKA_KEY: world.deps.keys.current.key.toString("base64"),
    },
  });
  const log: string[] = [];
  child.stdout!.setEncoding("utf8").on("data", (text: string) => log.push(...text.split("\n").filter((line) => line !== "")));
  const ended = once(child, "exit");
  const worker: Worker = {
    log,
    process: child,
    ready: new Promise((resolve) => child.on("message", (message) => (message as { ready?: boolean }).ready === true && resolve())),
    async end(signal) {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
  started.push(worker);
  return worker;
}

const remindIn = async (ms: number) =>
  (await createReminder(world.admin.ctx, { at: new Date(Date.now() + ms).toISOString(), title: "Zavolať" })).id;
const stateOf = async (id: string) => (await world.rows<{ state: string }>("SELECT state FROM reminders WHERE id = $1", [id]))[0]?.state;
const timesFallenDue = async (id: string) =>
  (await world.rows("SELECT FROM audit_log WHERE row_id = $1 AND verb = 'fall-due'", [id])).length;

test(
  "a reminder falls due on the ordinary server, also one that a killed worker had in its hands, and once",
  { timeout: 90_000 },
  async () => {
    const first = startWorker();
    await first.ready;
    await eventually(async () => expect(await temporal.health()).toEqual({ temporal: "ok", worker: "ok" }));
    const soon = await remindIn(1000);
    await eventually(async () => expect(await stateOf(soon)).toBe("due"), 30_000);

    const later = await remindIn(4000);
    await eventually(async () => expect(await events(later)).toBeGreaterThan(8));
    await first.end("SIGKILL");
    const second = startWorker();
    await second.ready;
    await eventually(async () => expect(await stateOf(later)).toBe("due"), 40_000);
    expect(await timesFallenDue(later)).toBe(1);

    await snoozeReminder(world.admin.ctx, soon, { until: new Date(Date.now() + 1000).toISOString() });
    await eventually(async () => expect(await timesFallenDue(soon)).toBe(2), 30_000);
    expect(await second.end("SIGTERM")).toBe(0);
  },
);

test("a worker waits for a Temporal that is down, and begins when it is there", { timeout: 90_000 }, async () => {
  await server.kill();
  const worker = startWorker();
  await eventually(() => expect(worker.log.filter((line) => line.includes("does not answer"))).not.toHaveLength(0));
  expect(worker.process.exitCode).toBeNull();
  await server.restart();
  await worker.ready;
  expect(await worker.end("SIGTERM")).toBe(0);
});

test("a worker outlives a restart of Temporal, and ends with its supervisor", { timeout: 90_000 }, async () => {
  const worker = startWorker();
  await worker.ready;
  await server.kill();
  const id = await remindIn(0);
  await server.restart();
  await eventually(async () => expect(await stateOf(id)).toBe("due"), 60_000);
  const ended = once(worker.process, "exit");
  worker.process.disconnect();
  await ended;
  expect(worker.process.exitCode).toBe(0);
});

const events = async (id: string): Promise<number> => {
  const { events } = await temporal.sdk.workflow.getHandle(`reminder:${world.orgId}:${id}`).fetchHistory();
  return events?.length ?? 0;
};

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { historyToJSON, type History } from "@temporalio/common/lib/proto-utils.js";
import type { Payload } from "@temporalio/common";
import { NativeConnection, type Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "@kronika/hub/log.ts";
import type { Deps } from "@kronika/hub/context.ts";
import { sealCredential } from "@kronika/hub/services/connections/open.ts";
import { createReminder } from "@kronika/hub/services/reminders/create.ts";
import { updateReminder } from "@kronika/hub/services/reminders/move.ts";
import { createTemporalClient, type TemporalClient } from "@kronika/hub/temporal/client.ts";
import { createPayloadCodec } from "@kronika/hub/temporal/payload-codec.ts";
import { startRelay, type Relay } from "@kronika/hub/temporal/relay.ts";
import { startTemporal, type TestTemporal } from "../../test/servers/temporal.ts";
import { createWorld, type Person, type World } from "../../test/world.ts";
import { ensureWorkflowBundle } from "./bundle.ts";
import { installRuntime } from "./runtime.ts";
import { createWorkers } from "./workers.ts";
import { eventually } from "./testing/eventually.ts";

/** Words that stand in every place that a workflow's activities touch, and in every error that they can meet. */
const WORDS = [
  "planted-title",
  "planted-note",
  "planted-customer",
  "planted-person",
  "planted-password",
  "planted-host",
  "planted-body",
  "planted-calendar",
  "planted-trigger",
];

let world: World;
let folder: string;
let server: TestTemporal;
let temporal: TemporalClient;
let relay: Relay;
let connection: NativeConnection;
let workers: Worker[];
let running: Promise<unknown>;
let calendar: Server;
const logged: string[] = [];

beforeAll(async () => {
  const log = createLogger({ level: "info", part: "test" }, { write: (line: string) => void logged.push(line) });
  installRuntime(log);
  world = await createWorld({ now: () => new Date() });
  folder = await mkdtemp(join(tmpdir(), "kronika-no-content-"));
  server = await startTemporal({ dbFile: join(folder, "temporal.db") });
  temporal = createTemporalClient({ address: server.address, namespace: server.namespace }, world.deps.keys);
  const deps: Deps = { ...world.deps, log };
  relay = startRelay(deps, temporal);
  connection = await NativeConnection.connect({ address: server.address });
  workers = await createWorkers(deps, {
    connection,
    namespace: server.namespace,
    workflowBundle: { codePath: (await ensureWorkflowBundle()).path },
  });
  running = Promise.all(workers.map((worker) => worker.run()));
  calendar = createServer((_request, response) =>
    response.writeHead(500, { "content-type": "text/plain" }).end("planted-body of an error page"),
  );
  await new Promise<void>((resolve) => calendar.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await running;
  await connection.close();
  await relay.stop();
  await temporal.close();
  await server.stop();
  calendar.close();
  await rm(folder, { recursive: true, force: true });
  await world[Symbol.asyncDispose]();
});

async function connect(person: Person, kind: "mailbox" | "calendar"): Promise<string> {
  const id = crypto.randomUUID();
  const { port } = calendar.address() as AddressInfo;
  const settings =
    kind === "mailbox"
      ? { server: { host: "planted-host.invalid", port: 143, tls: "none" }, username: "planted-person" }
      : {
          url: `http://127.0.0.1:${port}/planted-calendar/`,
          calendarId: `http://127.0.0.1:${port}/planted-calendar/`,
          username: "planted-person",
          writesReminders: true,
        };
  const credential = sealCredential(world.deps, id, { kind: "password", username: "planted-person", password: "planted-password" });
  await world.rows(
    "INSERT INTO connections (id, org_id, user_id, kind, provider, name, addresses, settings, credential) VALUES ($1, $2, $3, $4, 'x', 'planted-person', $5, $6, $7)",
    [id, world.orgId, person.id, kind, ["planted-person@borovica.example"], settings, credential],
  );
  await world.rows("INSERT INTO outbox (org_id, topic, name, row_id) VALUES ($1, 'workflow', $2, $3)", [
    world.orgId,
    kind === "mailbox" ? "syncMailbox" : "syncCalendar",
    id,
  ]);
  return id;
}

/** Every history of every run. */
async function histories(): Promise<History[]> {
  const found: History[] = [];
  for await (const { workflowId, runId } of temporal.sdk.workflow.list())
    found.push(await temporal.sdk.workflow.getHandle(workflowId, runId).fetchHistory());
  return found;
}

/** A history with every payload in it opened, as text. */
async function opened(history: History): Promise<string> {
  const codec = createPayloadCodec(world.deps.keys);
  const texts: string[] = [];
  const visit = async (value: unknown): Promise<void> => {
    if (typeof value !== "object" || value === null) return;
    if ("metadata" in value && "data" in value) {
      const [payload] = await codec.decode([value as Payload]);
      texts.push(Buffer.from(payload!.data ?? []).toString());
      return;
    }
    for (const part of Object.values(value)) await visit(part);
  };
  await visit(history);
  return texts.join("\n");
}

test(
  "no word of a reminder, a customer, an account or an error is in any history, opened or not, nor in the server's file, nor in the log",
  { timeout: 90_000 },
  async () => {
    // Errors of the database quote rows: one that a trigger raises stands for all of them.
    await world.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.title LIKE '%refuse%' AND NEW.state = 'due' THEN RAISE EXCEPTION 'planted-trigger %', NEW.title; END IF; RETURN NEW; END $$`);
    await world.rows("CREATE TRIGGER refuse BEFORE UPDATE ON reminders FOR EACH ROW EXECUTE FUNCTION refuse()");
    const person = await world.person("planted-person");
    const { id: customerId } = await world.customer("planted-customer", { contacts: ["planted-person@zakaznik.example"] });
    const mailbox = await connect(person, "mailbox");
    await connect(person, "calendar");
    const soon = new Date(Date.now() + 500).toISOString();
    const { id } = await createReminder(person.ctx, { at: soon, title: "planted-title", note: "planted-note", customerId });
    await createReminder(person.ctx, { at: soon, title: "planted-title refuse", customerId });
    await updateReminder(person.ctx, id, { note: "planted-note 2" });

    const states = () =>
      world.rows<{ state: string }>("SELECT state FROM reminders UNION ALL SELECT problem FROM connections WHERE problem IS NOT NULL");
    await eventually(
      async () => expect((await states()).map((row) => row.state).toSorted()).toEqual(["due", "unreachable", "unreachable", "waiting"]),
      40_000,
    );
    await eventually(() => expect(logged.filter((line) => line.includes('"fallDue"'))).not.toHaveLength(0));
    await eventually(() => expect(logged.filter((line) => line.includes('"showInCalendar"'))).not.toHaveLength(0));

    // What an activity failed with enters the history when it succeeds at last.
    await world.rows("DROP TRIGGER refuse ON reminders");
    await eventually(async () => expect((await states()).map((row) => row.state)).not.toContain("waiting"), 40_000);

    const all = await histories();
    expect(all).toHaveLength(4);
    const texts = await Promise.all(all.map(opened));
    // The search can find what is there: ids and codes.
    expect(texts.join()).toContain(id);
    expect(texts.join()).toContain(mailbox);
    expect(texts.join()).toContain('"failing"');
    expect(all.map(historyToJSON).join()).toContain('"lastFailure"');
    const files = await Promise.all((await readdir(folder)).map(async (name) => (await readFile(join(folder, name))).toString("latin1")));
    expect(files.join()).toContain(id);
    expect(files.join()).not.toContain('"failing"');
    const places = { raw: all.map(historyToJSON).join(), opened: texts.join(), file: files.join(), log: logged.join("") };
    for (const [place, text] of Object.entries(places))
      for (const word of WORDS) expect(text.includes(word), `${word} in ${place}`).toBe(false);
  },
);

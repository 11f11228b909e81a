import { randomUUID } from "node:crypto";
import { Client } from "@temporalio/client";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { Worker, type WorkerOptions } from "@temporalio/worker";
import { changedSignal, taskQueues, workflowId, workflowNames, type RowRef, type WorkflowName } from "@kronika/core/workflow-contract.ts";
import { createLogger } from "@kronika/hub/log.ts";
import { createKeyring } from "@kronika/hub/secrets.ts";
import { createDataConverter } from "@kronika/hub/temporal/data-converter.ts";
import { startTimeSkippingTemporal } from "../../../test/servers/temporal.ts";
import { translateErrors } from "../activities/errors.ts";
import type { Activities } from "../activities/index.ts";
import { ensureWorkflowBundle } from "../bundle.ts";
import { installRuntime } from "../runtime.ts";

/** The key of tests and of the recorded histories: it guards nothing. */
export const testKeys = createKeyring(Buffer.alloc(32, 7).toString("base64"));

/** Else the SDK writes the machine's name into every history. */
const IDENTITY = "kronika-test";

export const newRef = (): RowRef => ({ orgId: randomUUID(), id: randomUUID() });

/** A set of activities of which a test needs a few; the others fail by name. */
export function activitiesOf(some: Partial<Activities>): Activities {
  const missing = (name: string) => async () => {
    throw new Error(`the test has no activity ${name}`);
  };
  const names = [
    "loadReminder",
    "fallDue",
    "showInCalendar",
    "clearCalendar",
    "syncMailboxRound",
    "watchMailbox",
    "syncCalendarRound",
    "advanceRematch",
  ] as const satisfies (keyof Activities)[];
  return { ...(Object.fromEntries(names.map((name) => [name, missing(name)])) as unknown as Activities), ...some };
}

export interface Wait {
  seconds: number;
  /** Something happened before the time was over. */
  cutShort: boolean;
}

/** The real workflows on a server that skips time, with activities that a test gives. */
export interface WorkflowTest {
  env: TestWorkflowEnvironment;
  client: Client;
  /** Runs workers with these activities while `test` runs. */
  withWorker(activities: Partial<Activities>, test: () => Promise<void>): Promise<void>;
  start(name: WorkflowName, ref: RowRef): Promise<void>;
  changed(name: WorkflowName, ref: RowRef): Promise<void>;
  status(name: WorkflowName, ref: RowRef): Promise<string>;
  /** How long the present run of a workflow has waited each time, in order: what it asked for, however late a busy machine woke it. */
  waits(name: WorkflowName, ref: RowRef): Promise<Wait[]>;
  /** The instant of the server's clock that is this many milliseconds ahead. */
  inMs(ms: number): Promise<string>;
  close(): Promise<void>;
}

export async function startWorkflowTest(): Promise<WorkflowTest> {
  const log = createLogger({ level: process.env["LOG_LEVEL"] ?? "silent", part: "test" });
  installRuntime(log);
  const { path: codePath } = await ensureWorkflowBundle();
  const env = await startTimeSkippingTemporal();
  const dataConverter = createDataConverter(testKeys);
  const client = new Client({ connection: env.connection, namespace: env.namespace ?? "default", dataConverter, identity: IDENTITY });
  const started: string[] = [];
  const handle = (name: WorkflowName, ref: RowRef) => client.workflow.getHandle(workflowId(name, ref));
  return {
    env,
    client,
    async withWorker(some, test) {
      const activities = activitiesOf(some);
      const common = {
        connection: env.nativeConnection,
        identity: IDENTITY,
        activities,
        dataConverter,
        interceptors: { activity: [() => ({ inbound: translateErrors(log) })] },
        maxHeartbeatThrottleInterval: "1 second",
      } satisfies Partial<WorkerOptions>;
      const main = await Worker.create({ ...common, workflowBundle: { codePath }, taskQueue: taskQueues.main });
      const watch = await Worker.create({ ...common, taskQueue: taskQueues.watch });
      try {
        await main.runUntil(() => watch.runUntil(test));
      } finally {
        // Time goes on for the next test: what is still open must not wake up in it, also when this test has failed.
        for (const workflow of started.splice(0))
          await client.workflow
            .getHandle(workflow)
            .terminate()
            .catch(() => {});
      }
    },
    async start(name, ref) {
      started.push(workflowId(name, ref));
      await client.workflow.start(workflowNames[name], { workflowId: workflowId(name, ref), taskQueue: taskQueues.main, args: [ref] });
    },
    changed: (name, ref) => handle(name, ref).signal(changedSignal),
    status: async (name, ref) => (await handle(name, ref).describe()).status.name,
    async waits(name, ref) {
      const { events } = await handle(name, ref).fetchHistory();
      const cut = new Set(events!.map(({ timerCanceledEventAttributes: canceled }) => canceled?.timerId));
      return events!.flatMap(({ timerStartedEventAttributes: timer }) =>
        timer ? [{ seconds: Number(timer.startToFireTimeout!.seconds), cutShort: cut.has(timer.timerId) }] : [],
      );
    },
    inMs: async (ms) => new Date((await env.currentTimeMs()) + ms).toISOString(),
    close: () => env.teardown(),
  };
}

import { Client } from "@temporalio/client";
import type { Worker } from "@temporalio/worker";
import { expect } from "vitest";
import { changedSignal, taskQueues, workflowId, workflowNames, type WorkflowName } from "@kronika/core/workflow-contract.ts";
import type { Deps } from "@kronika/hub/context.ts";
import { createDataConverter } from "@kronika/hub/temporal/data-converter.ts";
import { startRelay, type Relay } from "@kronika/hub/temporal/relay.ts";
import { createLogger } from "@kronika/hub/log.ts";
import { installRuntime } from "@kronika/workflows/runtime.ts";
import { ensureWorkflowBundle } from "@kronika/workflows/bundle.ts";
import { createWorkers } from "@kronika/workflows/workers.ts";
import { startTimeSkippingTemporal } from "../../servers/temporal.ts";
import { eventually } from "./kronika.ts";

/** A real Temporal that skips time, with the product's own worker and relay on it. */
export interface Engine {
  /** The engine's time: moves with {@link Engine.skipDays}. */
  now(): Date;
  /** Runs worker and relay for this database until `stop`. */
  serve(deps: Deps): Promise<void>;
  skipDays(days: number): Promise<void>;
  untilRunning(name: WorkflowName, rowId: string): Promise<void>;
  untilEnded(name: WorkflowName, rowId: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  installRuntime(createLogger({ level: "silent", part: "test" }));
  const env = await startTimeSkippingTemporal();
  let ahead = 0;
  const readClock = async () => {
    ahead = (await env.currentTimeMs()) - Date.now();
  };
  await readClock();
  let served: { client: Client; relay: Relay; workers: Worker[]; running: Promise<unknown> } | undefined;
  let orgOf: (rowId: string, name: WorkflowName) => string = () => "";
  const status = async (name: WorkflowName, rowId: string) =>
    (await served!.client.workflow.getHandle(orgOf(rowId, name)).describe()).status.name;
  return {
    now: () => new Date(Date.now() + ahead),
    async serve(deps) {
      const namespace = env.namespace ?? "default";
      const client = new Client({ connection: env.connection, namespace, dataConverter: createDataConverter(deps.keys) });
      const ids = new Map<string, string>();
      orgOf = (rowId, name) => ids.get(`${name}|${rowId}`) ?? `${name}:unknown:${rowId}`;
      const relay = startRelay(deps, {
        changed: async (name, ref) => {
          ids.set(`${name}|${ref.id}`, workflowId(name, ref));
          await client.workflow.signalWithStart(workflowNames[name], {
            workflowId: workflowId(name, ref),
            taskQueue: taskQueues.main,
            args: [ref],
            signal: changedSignal,
            signalArgs: [],
          });
        },
      });
      const { path: codePath } = await ensureWorkflowBundle();
      const workers = await createWorkers(deps, { connection: env.nativeConnection, namespace, workflowBundle: { codePath } });
      served = { client, relay, workers, running: Promise.all(workers.map((worker) => worker.run())) };
    },
    async skipDays(days) {
      await env.sleep(days * 24 * 60 * 60 * 1000);
      await readClock();
    },
    untilRunning: (name, rowId) => eventually(async () => expect(await status(name, rowId)).toBe("RUNNING")),
    untilEnded: (name, rowId) => eventually(async () => expect(await status(name, rowId)).toBe("COMPLETED")),
    async stop() {
      await served?.relay.stop();
      for (const worker of served?.workers ?? []) worker.shutdown();
      await served?.running;
      await env.teardown();
    },
  };
}

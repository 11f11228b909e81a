import { Client, Connection, isGrpcServiceError, WorkflowNotFoundError } from "@temporalio/client";
import {
  changedSignal,
  parseWorkflowId,
  taskQueues,
  workflowId,
  workflowNames,
  type RowRef,
  type WorkflowName,
} from "@kronika/core/workflow-contract.ts";
import type { Keyring } from "../secrets.ts";
import type { TemporalSettings } from "./connection.ts";
import { createDataConverter } from "./data-converter.ts";

/** One call may take this long: a server that hangs is a server that is down. */
const CALL_MS = 5000;
/** gRPC codes of a server that is down or cannot answer now (grpc/status.h): the call itself was fine. */
const UNAVAILABLE = new Set([4, 8, 14]);
/** A worker polls at least this often (long polls last a minute). */
const POLLED_WITHIN_MS = 90_000;

/** All that the hub wants of Temporal: rows are kept by workflows, and it tells them that their row has changed. */
export interface TemporalClient {
  /** Starts the workflow of the row, or tells the running one to read its row again. Repeats are harmless. */
  changed(name: WorkflowName, ref: RowRef, options?: { bulk?: boolean }): Promise<void>;
  /** Rows whose workflow is running now, as Temporal's visibility store knows it (which may lag behind by a second). */
  running(name: WorkflowName): AsyncIterable<RowRef>;
  /** Ends the workflow of a row that no longer exists. One that has ended already is success. */
  terminate(name: WorkflowName, ref: RowRef): Promise<void>;
  /** Whether the server answers, and whether a worker has asked it for work lately. */
  health(): Promise<{ temporal: "ok" | "down"; worker: "ok" | "down" }>;
  /** The SDK's client, for what only tests and tools do: read a history, wait for a result. */
  sdk: Client;
  close(): Promise<void>;
}

/**
 * A client that connects when it is first used and again after every loss: the hub starts and stays up while Temporal is down. Its
 * calls then fail within seconds, see {@link isUnavailable}.
 */
export function createTemporalClient(settings: TemporalSettings, keys: Keyring): TemporalClient {
  const { namespace, ...server } = settings;
  const connection = Connection.lazy({
    ...server,
    // Found again within two seconds of its return; the default waits up to two minutes.
    channelArgs: { "grpc.initial_reconnect_backoff_ms": 200, "grpc.max_reconnect_backoff_ms": 2000 },
  });
  const sdk = new Client({ connection, namespace, dataConverter: createDataConverter(keys) });
  const call = <T>(fn: () => Promise<T>): Promise<T> => connection.withDeadline(Date.now() + CALL_MS, fn);

  return {
    sdk,
    changed: (name, ref, { bulk = false } = {}) =>
      call(async () => {
        await sdk.workflow.signalWithStart(workflowNames[name], {
          workflowId: workflowId(name, ref),
          taskQueue: bulk ? taskQueues.bulk : taskQueues.main,
          args: [ref],
          signal: changedSignal,
          signalArgs: [],
        });
      }),
    async *running(name) {
      const query = `WorkflowType = '${workflowNames[name]}' AND ExecutionStatus = 'Running'`;
      for await (const execution of sdk.workflow.list({ query, pageSize: 1000 })) {
        const ref = parseWorkflowId(execution.workflowId);
        if (ref?.name === name) yield { orgId: ref.orgId, id: ref.id };
      }
    },
    terminate: (name, ref) =>
      call(async () => {
        try {
          await sdk.workflow.getHandle(workflowId(name, ref)).terminate("row-gone");
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
    async health() {
      try {
        const queue = { namespace, taskQueue: { name: taskQueues.main } };
        const { pollers } = await call(() => connection.workflowService.describeTaskQueue(queue));
        const lately = Date.now() - POLLED_WITHIN_MS;
        const polled = (pollers ?? []).some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > lately);
        return { temporal: "ok", worker: polled ? "ok" : "down" };
      } catch {
        return { temporal: "down", worker: "down" };
      }
    },
    close: () => connection.close(),
  };
}

/** True for a failure that says nothing about the call: Temporal is down, overloaded or too slow. Later it may succeed. */
export function isUnavailable(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return UNAVAILABLE.has(cause.code);
  }
  return false;
}

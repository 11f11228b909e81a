import { Worker, type NativeConnection, type WorkerOptions, type WorkflowBundleOption } from "@temporalio/worker";
import { taskQueues } from "@kronika/core/workflow-contract.ts";
import type { Deps } from "@kronika/hub/context.ts";
import { createDataConverter } from "@kronika/hub/temporal/data-converter.ts";
import { createActivities } from "./activities/index.ts";
import { translateErrors } from "./activities/errors.ts";

/** Workflows kept in memory, about 0.9 MB each at the most; others are replayed from their history when something happens to them. */
const CACHED = { main: 200, bulk: 50 } as const;
/** Mailboxes that are watched at once by one worker: each holds one connection, and waits. */
const WATCHED = 500;

/**
 * The workers of one process. `main` runs the workflows and their work; `bulk` the same for what was started in a mass, a few at a
 * time, so that the day's work never stands behind it; `watch` holds the long waits for news.
 */
export async function createWorkers(
  deps: Deps,
  options: { connection: NativeConnection; namespace: string; workflowBundle: WorkflowBundleOption },
): Promise<Worker[]> {
  const { workflowBundle, ...server } = options;
  const common = {
    ...server,
    activities: createActivities(deps),
    dataConverter: createDataConverter(deps.keys),
    interceptors: { activity: [() => ({ inbound: translateErrors(deps.log) })] },
    // Time for an activity to bring its batch home after the signal to stop.
    shutdownGraceTime: "5 seconds",
    shutdownForceTime: "20 seconds",
    // Heartbeats reach the server soon enough for a timeout of 20 s, and a cancellation is heard within 5 s.
    maxHeartbeatThrottleInterval: "5 seconds",
  } satisfies Partial<WorkerOptions>;
  return Promise.all([
    Worker.create({
      ...common,
      workflowBundle,
      taskQueue: taskQueues.main,
      maxCachedWorkflows: CACHED.main,
      maxConcurrentActivityTaskExecutions: 20,
    }),
    Worker.create({
      ...common,
      workflowBundle,
      taskQueue: taskQueues.bulk,
      maxCachedWorkflows: CACHED.bulk,
      maxConcurrentWorkflowTaskExecutions: 4,
      maxConcurrentWorkflowTaskPolls: 2,
      maxConcurrentActivityTaskExecutions: 4,
    }),
    Worker.create({ ...common, taskQueue: taskQueues.watch, maxConcurrentActivityTaskExecutions: WATCHED }),
  ]);
}

import { DefaultLogger, Runtime, type LogLevel, type LogMetadata } from "@temporalio/worker";
import type { Deps } from "@kronika/hub/context.ts";

const LEVELS: Record<LogLevel, "trace" | "debug" | "info" | "warn" | "error"> = {
  TRACE: "trace",
  DEBUG: "debug",
  INFO: "info",
  WARN: "warn",
  ERROR: "error",
};

/** What the SDK may add to a line: ids and names, never arguments, results or texts of errors. */
const KEPT = [
  "workflowId",
  "workflowType",
  "runId",
  "activityId",
  "activityType",
  "attempt",
  "taskQueue",
  "namespace",
  "sdkComponent",
] as const;

/** Once per process, before the first worker: the SDK logs through ours, and leaves signals to us. */
export function installRuntime(log: Deps["log"]): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger("INFO", ({ level, message, meta }) =>
      log[LEVELS[level]]({ ...kept(meta), ...(meta?.["error"] ? { err: meta["error"] } : {}) }, `temporal: ${message}`),
    ),
    telemetryOptions: { logging: { filter: { core: "WARN", other: "ERROR" }, forward: {} } },
  });
}

const kept = (meta: LogMetadata | undefined) =>
  Object.fromEntries(KEPT.flatMap((key) => (meta?.[key] === undefined ? [] : [[key, String(meta[key])]])));

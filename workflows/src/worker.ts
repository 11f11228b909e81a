// The worker's process: builds what its activities need, and runs until it is told to stop (SIGTERM, SIGINT, or its parent is gone).
import { setTimeout as sleep } from "node:timers/promises";
import { NativeConnection, type Worker } from "@temporalio/worker";
import type { Deps } from "@kronika/hub/context.ts";
import { openDatabase } from "@kronika/hub/db/database.ts";
import { blobFolder, readEnv, type Env } from "@kronika/hub/env.ts";
import { createLogger } from "@kronika/hub/log.ts";
import { createKeyring } from "@kronika/hub/secrets.ts";
import { folderBlobStore } from "@kronika/hub/services/blobs/folder-store.ts";
import { temporalSettings, type TemporalSettings } from "@kronika/hub/temporal/connection.ts";
import { ensureWorkflowBundle } from "./bundle.ts";
import { installRuntime } from "./runtime.ts";
import { createWorkers } from "./workers.ts";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

const env = readEnv();
const log = createLogger({ level: env.LOG_LEVEL, part: "worker" });
const stop = stopSignal();
installRuntime(log);
await serve(env, log, stop);

async function serve(env: Env, log: Deps["log"], stop: AbortSignal): Promise<void> {
  const settings = temporalSettings(env);
  const database = openDatabase(env.DATABASE_URL, { max: 20, onError: (err) => log.warn({ err }, "a database connection was lost") });
  const deps: Deps = {
    database,
    keys: createKeyring(env.KRONIKA_KEY),
    blobs: folderBlobStore(blobFolder(env)),
    log,
    now: () => new Date(),
    publicUrl: env.KRONIKA_PUBLIC_URL ?? `http://localhost:${env.PORT}`,
  };
  const { path: codePath } = await ensureWorkflowBundle();
  try {
    // Temporal is not there yet, or goes away: wait for it, longer and longer. A crash loop would help nobody.
    for (let pause = FIRST_PAUSE_MS; !stop.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await runWorkers(deps, settings, codePath, stop, () => (pause = FIRST_PAUSE_MS));
      } catch (err) {
        log.warn({ err, waitMs: pause }, "Temporal does not answer; trying again");
        await sleep(pause, undefined, { signal: stop }).catch(() => {});
      }
    }
  } finally {
    await database.close();
    log.info("worker stopped");
    if (process.connected) process.disconnect();
  }
}

async function runWorkers(
  deps: Deps,
  { address, namespace, apiKey, tls }: TemporalSettings,
  codePath: string,
  stop: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const connection = await NativeConnection.connect({ address, ...(tls && { tls }), ...(apiKey && { apiKey }) });
  try {
    const workers = await createWorkers(deps, { connection, namespace, workflowBundle: { codePath } });
    const shutDown = () => workers.forEach(shutDownOnce);
    stop.addEventListener("abort", shutDown, { once: true });
    try {
      // One that fails takes the others along: half a worker would look alive.
      const running = workers.map((worker) => worker.run().finally(shutDown));
      deps.log.info({ taskQueues: workers.map((worker) => worker.options.taskQueue) }, "worker is ready");
      process.send?.({ ready: true });
      onReady();
      if (stop.aborted) shutDown();
      const ended = await Promise.allSettled(running);
      const failed = ended.find((end) => end.status === "rejected");
      if (failed) throw failed.reason;
    } finally {
      stop.removeEventListener("abort", shutDown);
    }
  } finally {
    await connection.close();
  }
}

function shutDownOnce(worker: Worker): void {
  if (worker.getState() === "RUNNING") worker.shutdown();
}

/** SIGTERM, SIGINT, and the end of the supervisor, which is heard as the end of the channel to it. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGTERM", stop).once("SIGINT", stop).once("disconnect", stop);
  return controller.signal;
}

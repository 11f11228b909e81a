import { createApp } from "./app.ts";
import { startAuditSealer } from "./audit-sealer.ts";
import type { Deps } from "./context.ts";
import { assertApplicationRole, openDatabase } from "./db/database.ts";
import { blobFolder, readEnv } from "./env.ts";
import { startIndexer } from "./indexer.ts";
import { listen } from "./listen.ts";
import { startLive } from "./live.ts";
import { createLogger } from "./log.ts";
import { createKeyring } from "./secrets.ts";
import { folderBlobStore } from "./services/blobs/folder-store.ts";
import { startDeliverer } from "./services/webhooks/deliverer.ts";
import { startSweeper } from "./sweeper.ts";
import { createTemporalClient } from "./temporal/client.ts";
import { temporalSettings } from "./temporal/connection.ts";
import { startReconciler } from "./temporal/reconciler.ts";
import { startRelay } from "./temporal/relay.ts";

/** The hub's composition root: reads the environment, opens what it needs, serves until it is told to stop. */
async function main(): Promise<void> {
  const env = readEnv();
  const log = createLogger({ level: env.LOG_LEVEL, part: "hub" });
  const database = openDatabase(env.DATABASE_URL, { onError: (error) => log.warn({ err: error }, "database connection lost") });
  await assertApplicationRole(database);
  const keys = createKeyring(env.KRONIKA_KEY);
  const deps: Deps = {
    database,
    keys,
    blobs: folderBlobStore(blobFolder(env)),
    log,
    now: () => new Date(),
    publicUrl: env.KRONIKA_PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    trustedProxies: env.KRONIKA_TRUSTED_PROXIES.split(",").filter(Boolean),
  };
  const temporal = createTemporalClient(temporalSettings(env), keys);
  const relay = startRelay(deps, temporal);
  const reconciler = startReconciler(deps, temporal);
  const live = startLive(deps);
  const sweeper = startSweeper(deps);
  const sealer = startAuditSealer(deps);
  const indexer = startIndexer(deps);
  const deliverer = startDeliverer(deps, env.KRONIKA_WEBHOOK_HOSTS.split(",").filter(Boolean));
  const app = createApp(deps, { live, health: temporal });
  const server = listen(app, { port: env.PORT, hostname: env.HOST }, (port) => log.info({ port }, "hub listens"));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    live.stop();
    sweeper.stop();
    sealer.stop();
    server.close();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
    await Promise.all([indexer.stop(), relay.stop(), reconciler.stop(), deliverer.stop()]);
    await temporal.close();
    await database.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
  // The supervisor is gone: nobody would stop us any more.
  process.on("disconnect", () => void stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

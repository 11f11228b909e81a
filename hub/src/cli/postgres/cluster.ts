import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { codeOf, Failure, messageOf } from "../failure.ts";
import { commandLineOf, identify, processesIn } from "../processes/identity.ts";
import { hasEnded, stopProcess } from "../processes/stop.ts";
import { type PostgresAccount, postgresAccount } from "./account.ts";
import { findPostgres, type PostgresBinaries } from "./binaries.ts";

/** The owner of everything in a cluster of ours. */
export const OWNER = "kronika_owner";
/** Our database in it. */
export const DATABASE = "kronika";

const HELPER_GRACE_MS = 3000;

/** A PostgreSQL cluster in a folder, and how its programs are run. */
export type Cluster = { folder: string; binaries: PostgresBinaries; account: PostgresAccount };

/** @param folder where the cluster's files are or will be */
export async function openCluster(folder: string): Promise<Cluster> {
  const binaries = await findPostgres();
  return { folder, binaries, account: postgresAccount([folder, binaries.postgres]) };
}

/** Whether the files are there and whole: see {@link initialise}. */
export const isInitialised = ({ folder }: Cluster): boolean => existsSync(join(folder, "PG_VERSION"));

/**
 * Makes the cluster's files. They appear under their name when they are whole: a start that is cut off begins afresh.
 * @param options.sync false leaves writing through to the disk to the system, for tests
 */
export async function initialise(cluster: Cluster, password: string, options: { sync: boolean } = { sync: true }): Promise<void> {
  const { folder, account, binaries } = cluster;
  const making = `${folder}.making`;
  const secret = `${folder}.secret`;
  mkdirSync(dirname(folder), { recursive: true });
  for (const path of [making, secret, folder]) rmSync(path, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (account.owner) for (const path of [making, secret]) chownSync(path, account.owner.uid, account.owner.gid);
  try {
    const [program, args] = account.command(binaries.initdb, [
      `--pgdata=${making}`,
      `--username=${OWNER}`,
      `--pwfile=${secret}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order and letters on every machine, whatever locales are installed.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      ...(options.sync ? [] : ["--no-sync"]),
    ]);
    await runToEnd(program, args, dirname(folder));
    renameSync(making, folder);
  } finally {
    rmSync(secret, { force: true });
  }
}

/**
 * Starts the server; it listens on the loopback address only. Its standard error carries its log.
 * @param settings e.g. `{fsync: "off"}`
 */
export function startServer({ folder, account, binaries }: Cluster, port: number, settings: Record<string, string> = {}): ChildProcess {
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    cluster_name: "kronika",
    lc_messages: "C",
    ...settings,
  };
  const [program, args] = account.command(binaries.postgres, [
    "-D",
    folder,
    ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  // A process group of its own: Ctrl-C in the terminal must reach us alone, we then stop it in order.
  return spawn(program, args, { cwd: "/", detached: true, stdio: ["ignore", "ignore", "pipe"] });
}

/** How the owner signs in. */
export const ownerUrl = (port: number, password: string, database = DATABASE): string =>
  `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

/**
 * Waits until the server takes sign-ins, and makes our database if it is not there.
 * @throws Failure when the server ends meanwhile or refuses the password
 */
export async function untilReady(server: ChildProcess, port: number, password: string): Promise<{ version: string }> {
  for (;;) {
    try {
      return await makeDatabase(ownerUrl(port, password, "postgres"));
    } catch (error) {
      if (hasEnded(server)) throw new Failure("PostgreSQL ended while it started.");
      if (codeOf(error) === "28P01") {
        throw new Failure("PostgreSQL refuses the password in keys/postgres-password: put back the file that belongs to this data folder.");
      }
      // Refused: not there yet. 57P03: starting up, also while it recovers from a crash, which may take its time.
      if (!["ECONNREFUSED", "ECONNRESET", "57P03"].includes(codeOf(error) ?? "")) throw error;
      await delay(50);
    }
  }
}

async function makeDatabase(url: string): Promise<{ version: string }> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; there: boolean }>(
      "SELECT current_setting('server_version') AS version, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS there",
      [DATABASE],
    );
    if (!rows[0]?.there) await client.query(`CREATE DATABASE ${DATABASE}`);
    return { version: rows[0]?.version.split(" ")[0] ?? "" };
  } finally {
    await client.end();
  }
}

/**
 * Ends a server that an earlier, killed supervisor left running on this folder, and clears a note of one that is long gone: PostgreSQL
 * itself takes any process that happens to have the number now for its predecessor, and then refuses to start.
 * @param graceMs how long the server may take to end by itself
 */
export async function clearLeftover({ folder }: Cluster, graceMs: number): Promise<void> {
  const note = join(folder, "postmaster.pid");
  if (!existsSync(note)) return;
  const pid = Number(readFileSync(note, "utf8").split("\n")[0]);
  const server = identify(pid);
  if (server && commandLineOf(pid)?.includes(folder)) await stopProcess(server, "SIGINT", graceMs);
  else if (server) rmSync(note, { force: true });
  // Helpers of a killed server end by themselves, but a moment later; until then a new one refuses to start.
  for (const helper of processesIn(realpathSync(folder))) await stopProcess(helper, "SIGQUIT", HELPER_GRACE_MS);
}

function runToEnd(program: string, args: string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => reject(new Failure(`PostgreSQL could not be set up: ${messageOf(error)}.`)));
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Failure(setUpFailure(output)))));
  });
}

function setUpFailure(output: string): string {
  if (/no space left/i.test(output)) return "The disk is full: PostgreSQL needs about 60 MB to set itself up.";
  const reason = output.split("\n").find((line) => /error|fatal|could not/i.test(line)) ?? output.trim().split("\n").at(-1);
  return `PostgreSQL could not be set up: ${(reason ?? "").replace(/^initdb: (error: )?/, "")}.`;
}

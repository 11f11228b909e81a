import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pino } from "pino";
import type { Deps } from "../context.ts";
import { openDatabase } from "../db/database.ts";
import { applicationUrl } from "../db/migrate.ts";
import { createLogger } from "../log.ts";
import { createKeyring } from "../secrets.ts";
import { folderBlobStore } from "../services/blobs/folder-store.ts";
import { Failure } from "./failure.ts";
import { ownerUrl } from "./postgres/cluster.ts";
import { ROOT } from "./root.ts";
import { checkDatabase, givenDatabase } from "./supervisor/database.ts";

type Environment = Record<string, string | undefined>;

/** How a command reaches a Kronika that was started before: by its data folder, or by the environment. */
export type Access = {
  data: string;
  /** Sign-in of the owner of the tables and where it came from. */
  owner: { url: string; name: string };
  appUrl: string;
  appPassword?: string;
  /** The key-encryption key, as in KRONIKA_KEY, where it is known. */
  key?: string;
  /** The environment, with TEMPORAL_ADDRESS set if the data folder knows better. */
  env: Environment;
};

/** The flag that every command with access has. */
export const DATA_FLAG = {
  data: { type: "string", valueHint: "DIR", description: "the data folder (default .kronika), unless DATABASE_URL is set" },
} as const;

/**
 * @param data the flag `--data`
 * @throws Failure when there is neither a data folder nor DATABASE_URL
 */
export function findAccess(data: string | undefined, env: Environment): Access {
  const folder = resolve(data ?? env["KRONIKA_DATA"] ?? join(ROOT, ".kronika"));
  const read = (...names: string[]): string | undefined => readIfThere(join(folder, ...names));
  const given = data === undefined ? givenDatabase(env) : undefined;
  const key = env["KRONIKA_KEY"] ?? read("keys", "kek");
  const temporalPort = read("run", "temporal.port");
  const withTemporal = env["TEMPORAL_ADDRESS"] || !temporalPort ? env : { ...env, TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}` };
  if (given) {
    return {
      data: folder,
      owner: { url: given.owner, name: given.ownerName },
      appUrl: given.app ?? applicationUrl(given.owner),
      ...(key ? { key } : {}),
      env: withTemporal,
    };
  }
  const [port, password, appPassword] = [read("run", "postgres.port"), read("keys", "postgres-password"), read("keys", "app-password")];
  if (!port || !password || !appPassword || !key) {
    throw new Failure(
      `There is no Kronika in ${folder} yet: start it first (npm start), name its folder with --data, or set DATABASE_URL.`,
    );
  }
  const owner = ownerUrl(Number(port), password);
  return {
    data: folder,
    owner: { url: owner, name: "the database of this data folder" },
    appUrl: applicationUrl(owner, appPassword),
    appPassword,
    key,
    env: withTemporal,
  };
}

/**
 * Runs a command with what the service verbs need.
 * @throws Failure when the database does not answer
 */
export async function withDeps<T>(access: Access, run: (deps: Deps) => Promise<T>): Promise<T> {
  const { key } = access;
  if (key === undefined) throw new Failure("KRONIKA_KEY is missing: with DATABASE_URL the key has to come from the environment, too.");
  await assertDatabase(access);
  const database = openDatabase(access.appUrl, { max: 4 });
  try {
    const publicUrl = access.env["KRONIKA_PUBLIC_URL"] ?? `http://localhost:${access.env["PORT"] ?? 7070}`;
    // The log goes to standard error: standard output belongs to the answer.
    const log = createLogger({ level: access.env["LOG_LEVEL"] ?? "warn", part: "cli" }, pino.destination(2));
    const blobs = folderBlobStore(resolve(access.env["KRONIKA_BLOBS"] ?? join(access.data, "blobs")));
    return await run({ database, keys: createKeyring(key), blobs, log, now: () => new Date(), publicUrl });
  } finally {
    await database.close();
  }
}

/** @throws Failure, for the data folder's own database with the cure that fits: start Kronika */
export async function assertDatabase(access: Access): Promise<{ version: string }> {
  try {
    return await checkDatabase(access.appUrl, access.owner.name);
  } catch (error) {
    if (access.appPassword === undefined || !(error instanceof Failure) || !error.message.startsWith("Nothing answers")) throw error;
    throw new Failure(`Kronika does not run on ${access.data}: start it first (npm start).`);
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

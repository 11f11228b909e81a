import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Logger, pino } from "pino";
import type { Deps } from "../../context.ts";
import { openDatabase } from "../../db/database.ts";
import { createLogger } from "../../log.ts";
import { createKeyring } from "../../secrets.ts";
import { folderBlobStore } from "../../services/blobs/folder-store.ts";
import { ensureSetupLink } from "../../services/installation/setup-link.ts";
import { type DemoSignIn, seedDemo } from "../demo/seed.ts";
import { Failure } from "../failure.ts";
import type { DataFolder } from "./data-folder.ts";

/** What the supervisor itself needs to call the hub's verbs. */
export type Own = { appUrl: string; key: string; publicUrl: string; data: DataFolder };

/** @returns the one-time link under which the organisation is created, null once it is */
export const setupLink = (own: Own): Promise<string | null> =>
  withDeps(own, ({ database, publicUrl }) => ensureSetupLink(database, publicUrl));

/**
 * Fills an empty installation with the demo company.
 * @returns the administrator's sign-in, also at later starts
 * @throws Failure when there is another organisation already
 */
export async function demo(own: Own): Promise<DemoSignIn> {
  const kept = own.data.at("keys", "demo");
  const seeded = await withDeps(own, seedDemo);
  if (seeded) own.data.secret("demo", () => JSON.stringify(seeded));
  if (!existsSync(kept)) {
    throw new Failure(
      `There is an organisation in ${own.data.path} already, so the demo company finds no room: choose another folder with --data, e.g. npm start -- --demo --data .kronika-demo.`,
    );
  }
  return JSON.parse(readFileSync(kept, "utf8")) as DemoSignIn;
}

async function withDeps<T>({ appUrl, key, publicUrl, data }: Own, run: (deps: Deps) => Promise<T>): Promise<T> {
  const database = openDatabase(appUrl, { max: 4 });
  try {
    const blobs = folderBlobStore(resolve(process.env["KRONIKA_BLOBS"] ?? data.at("blobs")));
    const log = logTo(data.at("logs", "start.log"));
    return await run({ database, keys: createKeyring(key), blobs, log, now: () => new Date(), publicUrl });
  } finally {
    await database.close();
  }
}

const logTo = (path: string): Logger =>
  createLogger({ level: "info", part: "start" }, pino.destination({ dest: path, mkdir: true, sync: true }));

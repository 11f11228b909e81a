import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { codeOf, Failure } from "../failure.ts";
import { identify, isAlive, type ProcessIdentity } from "../processes/identity.ts";

/** PostgreSQL's first files and a little to work with. */
const ROOM_BYTES = 300 * 2 ** 20;

/** Where one Kronika keeps everything: database, workflows, attachments, keys, logs. */
export type DataFolder = {
  path: string;
  /** A path below it. */
  at: (...names: string[]) => string;
  /** A secret that is made when it is first asked for and stays. */
  secret: (name: string, make?: () => string) => string;
  /** A small value that the next start wants to know, e.g. a port. */
  remembered: (name: string) => number | undefined;
  remember: (name: string, value: number) => void;
};

/**
 * Opens or makes the folder.
 * @param roomBytes how much must be free on its disk
 * @throws Failure when it cannot be written or the disk is full
 */
export function openDataFolder(wanted: string, roomBytes = ROOM_BYTES): DataFolder {
  const path = resolve(wanted);
  const at = (...names: string[]): string => join(path, ...names);
  try {
    // PostgreSQL's account must pass through when we are root; what is private has folders of its own, for us alone.
    mkdirSync(path, { recursive: true, mode: 0o711 });
    for (const name of ["keys", "run", "logs"]) mkdirSync(at(name), { recursive: true, mode: 0o700 });
    writeFileSync(at("run", "probe"), "");
    rmSync(at("run", "probe"));
  } catch (error) {
    throw new Failure(notWritable(path, codeOf(error)));
  }
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize < roomBytes) throw new Failure(diskFull(path, bavail * bsize, roomBytes));
  return {
    path,
    at,
    secret: (name, make = () => randomBytes(24).toString("base64url")) => keepSecret(at("keys", name), make),
    remembered: (name) => readNumber(at("run", `${name}.port`)),
    remember: (name, value) => writeFileSync(at("run", `${name}.port`), String(value)),
  };
}

function notWritable(path: string, code: string | undefined): string {
  if (code === "ENOSPC") return `The disk of ${path} is full: free some space, or choose another place with --data.`;
  const reason = { EACCES: "no permission", EPERM: "no permission", EROFS: "the disk is read-only", ENOTDIR: "a file is in the way" }[
    code ?? ""
  ];
  return `Kronika cannot write to ${path} (${reason ?? code ?? "unknown reason"}): give it the right to, or choose another place with --data.`;
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MB`;

const diskFull = (path: string, free: number, needed: number): string =>
  `Only ${megabytes(free)} are free on the disk of ${path}, and Kronika needs ${megabytes(needed)} to start: free some space, or choose another place with --data.`;

function keepSecret(path: string, make: () => string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (codeOf(error) !== "ENOENT")
      throw new Failure(`${path} cannot be read (${codeOf(error)}): it must belong to the account that runs Kronika.`);
  }
  // Whole or not at all: half a key in a folder that already has data would lock us out of it.
  const made = make();
  writeFileSync(`${path}.making`, `${made}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.making`, path);
  return made;
}

function readNumber(path: string): number | undefined {
  try {
    const value = Number(readFileSync(path, "utf8"));
    return Number.isInteger(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Who has a data folder, and under which address. */
type Holder = ProcessIdentity & { address: string };

/** @returns undefined when no Kronika runs on the folder */
export function lockHolder(folder: string): Holder | undefined {
  const holder = readHolder(join(folder, "run", "lock"));
  return holder && isAlive(holder) ? holder : undefined;
}

/**
 * Takes the folder for this process. A lock whose process is gone is taken over.
 * @param address what to tell the next one who tries
 * @returns gives it back
 * @throws Failure when another process has it
 */
export function lockDataFolder({ path, at }: DataFolder, address: string): () => void {
  const lock = at("run", "lock");
  const own = at("run", `lock.${process.pid}`);
  const me = identify(process.pid) ?? { pid: process.pid, born: "" };
  writeFileSync(own, JSON.stringify({ ...me, address } satisfies Holder));
  try {
    for (;;) {
      if (tryLink(own, lock)) return () => rmSync(lock, { force: true });
      const holder = readHolder(lock);
      if (holder && isAlive(holder)) {
        throw new Failure(
          `Kronika already runs on ${path} (process ${holder.pid}, ${holder.address}): stop that one first, or choose another folder with --data.`,
        );
      }
      takeAway(lock, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link to a whole file appears at once, or not when the name is taken: no other start ever sees half a lock. */
function tryLink(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes a lock of a dead process. Another start may have been quicker: what we took must be what we read, else it goes back. */
function takeAway(lock: string, dead: Holder | undefined): void {
  const taken = join(dirname(lock), `lock.taken.${process.pid}`);
  try {
    renameSync(lock, taken);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const holder = readHolder(taken);
  if (holder && (holder.pid !== dead?.pid || holder.born !== dead.born)) tryLink(taken, lock);
  rmSync(taken, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    const { pid, born, address } = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
    return typeof pid === "number" && typeof born === "string" ? { pid, born, address: String(address) } : undefined;
  } catch {
    return undefined;
  }
}

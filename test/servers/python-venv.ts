import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const CACHE = fileURLToPath(new URL("../../.cache/", import.meta.url));

const LOCK_BEAT_MS = 1_000;
const LOCK_STALE_MS = 10_000;

/** A Python program that tests use: one package of PyPI in an environment of its own, in the repository's cache folder. */
export interface PythonVenv {
  /** Where its programs are. */
  readonly bin: string;
  readonly ready: () => boolean;
  /** Makes it at the first call; test files that need it at the same moment wait for the one that makes it. */
  install(): Promise<void>;
}

/** Whether this machine's Python can make environments. */
export const pythonCanMakeVenvs = (): boolean => spawnSync("python3", ["-c", "import venv, ensurepip"], { timeout: 20_000 }).status === 0;

/** @param requirement as pip takes it, e.g. `radicale==3.*` */
export function pythonVenv(name: string, requirement: string): PythonVenv {
  const folder = join(CACHE, name);
  const ready = () => existsSync(join(folder, "ready"));
  return {
    bin: join(folder, "bin"),
    ready,
    async install() {
      if (ready()) return;
      await underLock(`${folder}.lock`, async () => {
        if (!ready()) await makeVenv(folder, requirement);
      });
    },
  };
}

async function makeVenv(folder: string, requirement: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]);
  await run(join(folder, "bin", "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement], {
    timeout: 300_000,
  });
  await writeFile(join(folder, "ready"), "");
}

/** One process at a time; a lock whose owner no longer beats is taken over. */
async function underLock(lock: string, work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(lock), { recursive: true });
  const owner = `${process.pid} ${Math.random()}`;
  while (!(await takeLock(lock, owner))) await delay(200);
  const beat = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), LOCK_BEAT_MS);
  try {
    await work();
  } finally {
    clearInterval(beat);
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string, owner: string): Promise<boolean> {
  try {
    await writeFile(lock, owner, { flag: "wx" });
    return true;
  } catch {
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age < LOCK_STALE_MS) return false;
    // Only one of several that see it stale can rename it away.
    const stale = `${lock}.${process.pid}`;
    await rename(lock, stale).catch(() => {});
    await rm(stale, { force: true });
    return (await readFile(lock, "utf8").catch(() => "")) === owner;
  }
}

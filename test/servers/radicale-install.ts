import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const CACHE = fileURLToPath(new URL("../../.cache/", import.meta.url));
const VENV = join(CACHE, "radicale");
const PACKAGE = "radicale==3.*";
/** Debian's package: another 3.x, in the system's Python. */
const DEBIAN = "/usr/bin/radicale";

const LOCK = join(CACHE, "radicale.lock");
const LOCK_BEAT_MS = 1_000;
const LOCK_STALE_MS = 10_000;

const MISSING = "Radicale cannot be run: python3 with venv and pip is needed (apt-get install python3-venv), or apt-get install radicale";

let available: boolean | undefined;

/** Whether Radicale is on this machine or can be installed into the cache. With `CI=true` a no is an error, so that no test is skipped silently. */
export function radicaleAvailable(): boolean {
  available ??=
    existsSync(join(VENV, "ready")) ||
    existsSync(DEBIAN) ||
    spawnSync("python3", ["-c", "import venv, ensurepip"], { timeout: 20_000 }).status === 0;
  if (!available && process.env["CI"] === "true") throw new Error(MISSING);
  return available;
}

/**
 * The Python that has Radicale: a venv in the repository's cache folder, made at the first call (about ten seconds, from PyPI), else
 * Debian's. Test files that need it at the same moment wait for the one that makes it.
 */
export async function radicalePython(): Promise<string> {
  const python = join(VENV, "bin", "python");
  if (existsSync(join(VENV, "ready"))) return python;
  if (!radicaleAvailable()) throw new Error(MISSING);
  try {
    await underLock(async () => {
      if (!existsSync(join(VENV, "ready"))) await makeVenv();
    });
    return python;
  } catch (error) {
    if (existsSync(DEBIAN)) return "/usr/bin/python3";
    throw new Error(`Radicale could not be installed into ${VENV}: ${String((error as { stderr?: string }).stderr ?? error)}`, {
      cause: error,
    });
  }
}

async function makeVenv(): Promise<void> {
  await rm(VENV, { recursive: true, force: true });
  await run("python3", ["-m", "venv", VENV]);
  await run(join(VENV, "bin", "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE], { timeout: 300_000 });
  await writeFile(join(VENV, "ready"), "");
}

/** One process at a time; a lock whose owner no longer beats is taken over. */
async function underLock(work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(LOCK), { recursive: true });
  const owner = `${process.pid} ${Math.random()}`;
  while (!(await takeLock(owner))) await delay(200);
  const beat = setInterval(() => void utimes(LOCK, new Date(), new Date()).catch(() => {}), LOCK_BEAT_MS);
  try {
    await work();
  } finally {
    clearInterval(beat);
    await rm(LOCK, { force: true });
  }
}

async function takeLock(owner: string): Promise<boolean> {
  try {
    await writeFile(LOCK, owner, { flag: "wx" });
    return true;
  } catch {
    const age = await stat(LOCK).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age < LOCK_STALE_MS) return false;
    // Only one of several that see it stale can rename it away.
    const stale = `${LOCK}.${process.pid}`;
    await rename(LOCK, stale).catch(() => {});
    await rm(stale, { force: true });
    return (await readFile(LOCK, "utf8").catch(() => "")) === owner;
  }
}

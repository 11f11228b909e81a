import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "..");
const CACHE = join(ROOT, ".cache");
const OUT = join(CACHE, "app-for-tests");
const LOCK = join(CACHE, "app-for-tests.lock");
/** After this time the one who builds is taken for dead. */
const STALE_LOCK_MS = 180_000;

/** The newest change of anything that goes into the build. */
function newestSource(): number {
  const files = ["src", "public", "../core/src"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => !/\.test\.tsx?$/.test(file))
      .map((file) => join(ROOT, folder, file)),
  );
  return Math.max(...[...files, join(ROOT, "index.html"), join(ROOT, "vite.config.ts")].map((file) => statSync(file).mtimeMs));
}

const isFresh = () => existsSync(join(OUT, "index.html")) && statSync(join(OUT, "index.html")).mtimeMs >= newestSource();

/**
 * The application, built as for production, in a folder of the tests' own (`web/dist` belongs to the hub). Built only when a source is
 * newer; of several test files that ask at once, one builds.
 * @returns the folder
 */
export async function builtApp(): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    if (isFresh()) return OUT;
    try {
      mkdirSync(LOCK);
      break;
    } catch {
      if (existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs > STALE_LOCK_MS) rmSync(LOCK, { recursive: true, force: true });
      await wait(250);
    }
  }
  try {
    const fresh = `${OUT}.${process.pid}`;
    // A process of its own: under vitest NODE_ENV is "test", and React would be built with its development checks.
    const vite = join(ROOT, "node_modules/vite/bin/vite.js");
    await promisify(execFile)(process.execPath, [vite, "build", "--logLevel", "error", "--outDir", fresh, "--emptyOutDir"], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: "production" },
    });
    rmSync(OUT, { recursive: true, force: true });
    renameSync(fresh, OUT);
    return OUT;
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

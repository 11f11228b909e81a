import { existsSync } from "node:fs";
import { join } from "node:path";
import { pythonCanMakeVenvs, pythonVenv } from "./python-venv.ts";

const venv = pythonVenv("radicale", "radicale==3.*");
/** Debian's package: another 3.x, in the system's Python. */
const DEBIAN = "/usr/bin/radicale";

const MISSING = "Radicale cannot be run: python3 with venv and pip is needed (apt-get install python3-venv), or apt-get install radicale";

let available: boolean | undefined;

/** Whether Radicale is on this machine or can be installed into the cache. With `CI=true` a no is an error, so that no test is skipped silently. */
export function radicaleAvailable(): boolean {
  available ??= venv.ready() || existsSync(DEBIAN) || pythonCanMakeVenvs();
  if (!available && process.env["CI"] === "true") throw new Error(MISSING);
  return available;
}

/** The Python that has Radicale: an environment of its own, made at the first call (about ten seconds, from PyPI), else Debian's. */
export async function radicalePython(): Promise<string> {
  if (!radicaleAvailable()) throw new Error(MISSING);
  try {
    await venv.install();
    return join(venv.bin, "python");
  } catch (error) {
    if (existsSync(DEBIAN)) return "/usr/bin/python3";
    throw new Error(`Radicale could not be installed into ${venv.bin}: ${String((error as { stderr?: string }).stderr ?? error)}`, {
      cause: error,
    });
  }
}

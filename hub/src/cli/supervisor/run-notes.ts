import type { ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identify, type ProcessIdentity } from "../processes/identity.ts";
import { stopProcess } from "../processes/stop.ts";

/** Long enough for the guard of a killed supervisor to end its processes. */
const GRACE_MS = 5000;

/** Notes in the data folder of which processes run, so that the next start finds what a killed supervisor left. */
export class RunNotes {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  remember(id: string, child: ChildProcess): void {
    const process = child.pid === undefined ? undefined : identify(child.pid);
    if (process) writeFileSync(this.#path(id), JSON.stringify(process));
  }

  forget(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  /** Ends what an earlier start left running. */
  async clear(): Promise<void> {
    for (const name of readdirSync(this.#folder).filter((name) => name.endsWith(".json"))) {
      const path = join(this.#folder, name);
      const left = readProcess(path);
      // PostgreSQL answers SIGTERM only when all its clients are gone; SIGINT ends their connections.
      if (left) await stopProcess(left, name === "postgres.json" ? "SIGINT" : "SIGTERM", GRACE_MS);
      rmSync(path, { force: true });
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

/** @returns undefined when the note is broken */
function readProcess(path: string): ProcessIdentity | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof note !== "object" || note === null || !("pid" in note) || !("born" in note)) return undefined;
    return typeof note.pid === "number" && typeof note.born === "string" ? { pid: note.pid, born: note.born } : undefined;
  } catch {
    return undefined;
  }
}

import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { LogFile } from "./log-file.ts";

const LAST = 20;
const SERIOUS = 50;
const LEVELS: Record<string, number> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, dpanic: 60, panic: 60 };

/** What a part says: written down as JSON lines, its last words kept for the case that it dies, errors handed on. */
export class PartLog {
  readonly #file: LogFile;
  readonly #onError: (message: string) => void;
  #last: string[] = [];

  constructor(file: LogFile, onError: (message: string) => void) {
    this.#file = file;
    this.#onError = onError;
  }

  /** Listens to both outputs of a process. */
  listen(child: ChildProcess): void {
    this.#last = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.#take(line));
    }
  }

  /** The last thing that sounds like a reason, in one line. */
  lastWords(): string {
    const said = this.#last.map(messageIn).filter(Boolean);
    return (
      said.findLast((line) => /error|fatal|panic|cannot|could not|refus|denied|invalid/i.test(line)) ??
      said.at(-1) ??
      "it said nothing"
    ).slice(0, 300);
  }

  #take(line: string): void {
    if (line.trim() === "") return;
    this.#last = [...this.#last.slice(1 - LAST), line];
    const entry = parse(line);
    this.#file.write(entry ? line : JSON.stringify({ time: Date.now(), msg: line }));
    if (entry && levelOf(entry) >= SERIOUS) this.#onError(messageIn(line));
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function levelOf({ level }: Record<string, unknown>): number {
  return typeof level === "number" ? level : (LEVELS[String(level).toLowerCase()] ?? 0);
}

/** The words of a line for people: without JSON, and without PostgreSQL's date and process number. */
function messageIn(line: string): string {
  const entry = parse(line);
  if (!entry) return line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \S+ \[\d+\] /, "").trim();
  return [entry["msg"], factsOf(entry["err"])].filter((words) => typeof words === "string").join(" ");
}

/** Name and code of an error as log.ts writes it. */
function factsOf(err: unknown): string | undefined {
  if (typeof err !== "object" || err === null) return undefined;
  const { name, code } = err as { name?: unknown; code?: unknown };
  return `(${[name, code].filter((word) => typeof word === "string").join(" ")})`;
}

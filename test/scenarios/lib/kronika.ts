import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { Api } from "./api.ts";

const MAIN = fileURLToPath(new URL("../../../hub/src/cli/main.ts", import.meta.url));
const START_MS = 240_000;

export type PartName = "postgres" | "temporal" | "hub" | "worker";

/** `kronika start` as a user runs it, on a port and data of its own. */
export interface RunningKronika {
  readonly url: string;
  readonly data: string;
  /** The lines that it printed so far. */
  readonly lines: string[];
  /** The one-time link of a first start. */
  readonly setupLink: string | null;
  /** SIGKILL for one part; the supervisor starts it again. */
  killPart(part: PartName): Promise<void>;
  /** SIGKILL for the supervisor itself. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  data?: string;
  port?: number;
  args?: string[];
}

/** Starts everything and waits for the line `Kronika is ready`. */
export async function startKronika(options: StartOptions = {}): Promise<RunningKronika> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "kronika-scenario-")));
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [MAIN, "start", "--data", data, "--port", String(port), ...(options.args ?? [])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined, KRONIKA_KEY: undefined, LOG_LEVEL: "info" },
  });
  const lines: string[] = [];
  await untilReady(child, lines);
  const url = `http://localhost:${port}`;
  return {
    url,
    data,
    lines,
    setupLink: /(http\S+\/setup\/\S+)/.exec(lines.join("\n"))?.[1] ?? null,
    async killPart(part) {
      const note = JSON.parse(await readFile(join(data, "run", `${part}.json`), "utf8")) as { pid: number };
      try {
        process.kill(note.pid, "SIGKILL");
      } catch {
        // Dead already, from the last kill: the supervisor is about to start it again.
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
    },
  };
}

/** Removes the data folder of a stopped Kronika. */
export const removeData = (data: string): Promise<void> => rm(data, { recursive: true, force: true });

async function untilReady(child: ChildProcess, lines: string[]): Promise<void> {
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (line.startsWith("Kronika is ready at")) resolve();
      });
    }
    child.once("exit", (code) => reject(new Error(`kronika start ended with ${code}:\n${lines.join("\n")}`)));
  });
  clearTimeout(timer);
}

/** Creates the organisation behind the one-time link, as the set-up page does. */
export async function setUp(
  kronika: RunningKronika,
  user = { name: "Admin", email: "admin@borovica.example", password: "dlhé tajné heslo 7" },
): Promise<Api> {
  const token = kronika.setupLink?.split("/").at(-1);
  const api = new Api(kronika.url);
  await api.signUp({
    token,
    organization: {
      name: "Borovica Trade, s. r. o.",
      country: "SK",
      language: "sk",
      timeZone: "Europe/Bratislava",
      ownDomains: ["borovica.example"],
    },
    user,
  });
  return api;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Waits for a condition, as a person would look again; the last failure tells what was missing. */
export async function eventually<T>(look: () => Promise<T> | T, options: { timeoutMs?: number; every?: number } = {}): Promise<T> {
  const until = Date.now() + (options.timeoutMs ?? 60_000);
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, options.every ?? 150));
    }
  }
}

/** Waits until the hub says that all parts are well. */
export const untilHealthy = (url: string): Promise<void> =>
  eventually(
    async () => {
      const health = (await (await fetch(`${url}/healthz`)).json()) as { status: string };
      expect(health.status).toBe("ok");
    },
    { timeoutMs: 120_000 },
  );

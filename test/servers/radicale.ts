import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { radicalePython } from "./radicale-install.ts";

export { radicaleAvailable } from "./radicale-install.ts";

/** Runs the server and ends it when its standard input closes: should the test process die, the server does not stay behind. */
const SUPERVISE = 'exec 3<&0; (read -r _ <&3; kill -TERM -$$) & exec 3<&-; exec "$0" -m radicale --config "$1" </dev/null';

export interface RadicaleOptions {
  /** User name -> password. */
  users: Record<string, string>;
}

/** An object of a calendar as the server holds it. */
interface StoredIcs {
  /** File name inside of the calendar. */
  name: string;
  ics: string;
}

export interface Radicale {
  /** Address of the server, with a slash at the end. */
  readonly url: string;
  /** The home of a user: an address that a person would type in. */
  urlFor(user: string): string;
  /** Makes a calendar and returns its address. Its user may only read one whose name starts with `readonly`. */
  createCalendar(user: string, name: string): Promise<string>;
  /** Stores an object under a file name, as another program of that user would: creates or replaces. */
  putIcs(calendarUrl: string, name: string, ics: string): Promise<void>;
  removeIcs(calendarUrl: string, name: string): Promise<void>;
  listIcs(calendarUrl: string): Promise<StoredIcs[]>;
  /** Forgets all sync tokens that it has given out, as a restored backup would. */
  forgetTokens(): Promise<void>;
  /** SIGKILL: connections break at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** A real Radicale with its own configuration and data in a temporary folder, on a free port of 127.0.0.1. Ready in about a second. */
export async function startRadicale(options: RadicaleOptions): Promise<Radicale> {
  const server = await RadicaleServer.create(options, await radicalePython());
  try {
    await server.start();
    await server.openHomes(options.users);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Who puts things into calendars on behalf of others. */
const HARNESS = { user: "test-harness", password: randomUUID() };

class RadicaleServer implements Radicale {
  readonly url: string;
  readonly #home: string;
  readonly #python: string;
  #process: ChildProcess | null = null;

  private constructor(home: string, port: number, python: string) {
    this.#home = home;
    this.#python = python;
    this.url = `http://127.0.0.1:${port}/`;
  }

  static async create({ users }: RadicaleOptions, python: string): Promise<RadicaleServer> {
    const home = await mkdtemp(join(tmpdir(), "radicale-"));
    const port = await freePort();
    await mkdir(join(home, "data"));
    const accounts = [...Object.entries(users), [HARNESS.user, HARNESS.password]];
    await writeFile(join(home, "users"), accounts.map(([user, password]) => `${user}:${password}\n`).join(""));
    await writeFile(join(home, "rights"), RIGHTS);
    await writeFile(join(home, "config"), configuration(home, port));
    return new RadicaleServer(home, port, python);
  }

  async start(): Promise<void> {
    const child = spawn("/bin/sh", ["-c", SUPERVISE, this.#python, join(this.#home, "config")], {
      stdio: ["pipe", "ignore", "pipe"],
      detached: true, // a process group of its own, to end it with its supervisor
    });
    this.#process = child;
    let log = "";
    child.stderr?.on("data", (data: Buffer) => (log = (log + data.toString()).slice(-10_000)));
    let ended = false;
    child.once("exit", () => (ended = true));
    child.once("error", () => (ended = true));
    const deadline = Date.now() + 60_000;
    while (!(await answers(this.url))) {
      if (ended || Date.now() > deadline) throw new Error(`Radicale does not start:\n${log}`);
      await delay(30);
    }
  }

  /** Radicale makes the home of a user when that user comes for the first time. */
  async openHomes(users: Record<string, string>): Promise<void> {
    for (const [user, password] of Object.entries(users)) await this.#request("PROPFIND", this.urlFor(user), { as: { user, password } });
  }

  urlFor(user: string): string {
    return `${this.url}${encodeURIComponent(user)}/`;
  }

  async createCalendar(user: string, name: string): Promise<string> {
    const address = `${this.urlFor(user)}${encodeURIComponent(name)}/`;
    const body = `<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>${name}</D:displayname></D:prop></D:set></C:mkcalendar>`;
    await this.#request("MKCALENDAR", address, { body });
    return address;
  }

  async putIcs(calendarUrl: string, name: string, ics: string): Promise<void> {
    await this.#request("PUT", new URL(encodeURIComponent(name), calendarUrl).href, {
      body: ics,
      contentType: "text/calendar; charset=utf-8",
    });
  }

  async removeIcs(calendarUrl: string, name: string): Promise<void> {
    await this.#request("DELETE", new URL(encodeURIComponent(name), calendarUrl).href);
  }

  async listIcs(calendarUrl: string): Promise<StoredIcs[]> {
    // From its files: asking for hundreds of objects would take longer than the test.
    const path = new URL(calendarUrl).pathname.split("/").filter(Boolean).map(decodeURIComponent);
    const folder = join(this.#home, "data", "collection-root", ...path);
    const names = (await readdir(folder)).filter((name) => !name.startsWith(".")).toSorted();
    return Promise.all(names.map(async (name) => ({ name, ics: await readFile(join(folder, name), "utf8") })));
  }

  async forgetTokens(): Promise<void> {
    const root = join(this.#home, "data", "collection-root");
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory() && entry.name === "sync-token")
        await rm(join(entry.parentPath, entry.name), { recursive: true, force: true });
    }
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async restart(): Promise<void> {
    await this.#end("SIGKILL");
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }

  async #request(method: string, address: string, { body, contentType, as = HARNESS }: RequestOptions = {}): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${as.user}:${as.password}`).toString("base64")}`;
    const headers = { authorization, depth: "0", ...(contentType === undefined ? {} : { "content-type": contentType }) };
    const answer = await fetch(address, { method, headers, ...(body === undefined ? {} : { body }) });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child?.pid) return;
    const gone = new Promise<void>((resolve) =>
      child.exitCode !== null || child.signalCode !== null ? resolve() : child.once("exit", () => resolve()),
    );
    signalGroup(child.pid, signal);
    await Promise.race([gone, delay(5_000)]);
    signalGroup(child.pid, "SIGKILL");
    await gone;
  }
}

interface RequestOptions {
  body?: string;
  contentType?: string;
  as?: { user: string; password: string };
}

function configuration(home: string, port: number): string {
  return `[server]
hosts = 127.0.0.1:${port}
[auth]
type = htpasswd
htpasswd_filename = ${join(home, "users")}
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = ${join(home, "rights")}
[storage]
filesystem_folder = ${join(home, "data")}
[web]
type = none
[logging]
level = warning
`;
}

/** Everybody owns what is below their name, but may only read calendars that are called `readonly...`. */
const RIGHTS = `[harness]
user: ${HARNESS.user}
collection: .*
permissions: RrWw
[root]
user: .+
collection:
permissions: R
[principal]
user: .+
collection: {user}
permissions: RW
[readonly]
user: .+
collection: {user}/readonly[^/]*
permissions: r
[calendars]
user: .+
collection: {user}/[^/]+
permissions: rw
`;

async function answers(url: string): Promise<boolean> {
  return fetch(url, { redirect: "manual", signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return true;
    },
    () => false,
  );
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

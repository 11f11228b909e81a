import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { dovecotConfiguration, makeCertificate, type DovecotPorts } from "./dovecot-config.ts";

const run = promisify(execFile);

const BINARY = "/usr/sbin/dovecot";
/** As root, Dovecot and its mail belong to `nobody`: the test runs as an ordinary user would. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? NOBODY : {};
const account = () => (isRoot ? "nobody" : userInfo().username);

/** Runs the server and ends it when its standard input closes: should the test process die, the server does not stay behind. */
const SUPERVISE = 'exec 3<&0; (read -r _ <&3; kill -TERM -$$) & exec 3<&-; "$0" -F -c "$1" </dev/null';

/** What the server says it can do; without entry, everything that Dovecot can. */
export const dovecotCapabilities = {
  /** CONDSTORE, but deletions are not told (as Gmail). */
  condstore: "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ NAMESPACE UIDPLUS LIST-EXTENDED SPECIAL-USE CONDSTORE",
  /** Neither, and no IDLE: what the oldest hosters offer. */
  plain: "IMAP4rev1 SASL-IR ID LITERAL+ NAMESPACE UIDPLUS",
} as const;

export interface DovecotOptions {
  /** User name -> password. */
  users: Record<string, string>;
  /** A value for `imap_capability`, see {@link dovecotCapabilities}. */
  capability?: string;
  /** Offer TLS (implicit on `tlsPort`, STARTTLS on `port`) with a certificate for `localhost` by an own authority, see `ca`. */
  tls?: boolean;
}

export interface Dovecot {
  readonly host: string;
  readonly port: number;
  /** Implicit TLS; null without `tls`. */
  readonly tlsPort: number | null;
  /** PEM of the authority that signed the server's certificate; null without `tls`. */
  readonly ca: string | null;
  /** Its folder, with configuration, log and mail. */
  readonly home: string;
  /** Puts a message into a folder, which is created when needed. Written straight into the Maildir: thousands a second. */
  deliver(user: string, folder: string, raw: string | Uint8Array, options?: { receivedAt?: string }): Promise<void>;
  /** Moves messages with that Message-ID, as a mail program would. */
  move(user: string, messageId: string, from: string, to: string): Promise<void>;
  /** Expunges messages with that Message-ID; all of the folder for null. */
  remove(user: string, folder: string, messageId: string | null): Promise<void>;
  createFolder(user: string, folder: string): Promise<void>;
  /** Flags of all messages of a folder, `""` for none: what a reader must not change. */
  flags(user: string, folder: string): Promise<string[]>;
  /** SIGKILL for the server and all its sessions: connections break at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, with another capability if one is given. */
  restart(options?: { capability: string | undefined }): Promise<void>;
  /** Gives a folder a new UIDVALIDITY, as a restored backup would: all UIDs that anybody knows are void. */
  changeUidValidity(user: string, folder: string): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Whether Dovecot is on this machine. With `CI=true` its absence is an error instead, so that no test is skipped silently. */
export function dovecotAvailable(): boolean {
  if (existsSync(BINARY) && existsSync("/usr/lib/dovecot/imap")) return true;
  if (process.env["CI"] === "true") throw new Error(MISSING);
  return false;
}

const MISSING = "Dovecot is not installed: apt-get install dovecot-imapd";

/** A real Dovecot with its own configuration and data in a temporary folder, on free ports of 127.0.0.1. Ready in less than a second. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  if (!existsSync(BINARY)) throw new Error(MISSING);
  const server = await DovecotServer.create(options);
  try {
    await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

class DovecotServer implements Dovecot {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly tlsPort: number | null;
  readonly ca: string | null;
  readonly home: string;
  #process: ChildProcess | null = null;
  #delivered = 0;
  #uidValidity = Math.floor(Date.now() / 1000) + 1_000_000;

  private constructor(home: string, ports: DovecotPorts, ca: string | null) {
    this.home = home;
    this.port = ports.port;
    this.tlsPort = ports.tlsPort;
    this.ca = ca;
  }

  static async create(options: DovecotOptions): Promise<DovecotServer> {
    const home = await mkdtemp(join(tmpdir(), "dovecot-"));
    const port = await freePort();
    const tlsPort = options.tls ? await freePort() : null;
    const ca = options.tls ? await makeCertificate(home) : null;
    await mkdir(join(home, "mail"));
    await writeFile(
      join(home, "users"),
      Object.entries(options.users)
        .map(([user, password]) => `${user}:{PLAIN}${password}\n`)
        .join(""),
    );
    const server = new DovecotServer(home, { port, tlsPort }, ca);
    await server.#configure(options.capability);
    if (isRoot) await run("chown", ["-R", `${NOBODY.uid}:${NOBODY.gid}`, home]);
    return server;
  }

  async #configure(capability: string | undefined): Promise<void> {
    await writeFile(join(this.home, "dovecot.conf"), dovecotConfiguration(this.home, this, capability, account()));
  }

  async start(): Promise<void> {
    await rm(join(this.home, "run"), { recursive: true, force: true });
    const child = spawn("/bin/sh", ["-c", SUPERVISE, BINARY, join(this.home, "dovecot.conf")], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true, // a process group of its own, to end it with all its sessions
      ...asNobody,
    });
    this.#process = child;
    let ended = false;
    child.once("exit", () => (ended = true));
    child.once("error", () => (ended = true));
    const deadline = Date.now() + 20_000;
    while (!(await greets(this.port))) {
      if (ended || Date.now() > deadline) throw new Error(`Dovecot does not start:\n${await this.#log()}`);
      await delay(20);
    }
  }

  async deliver(user: string, folder: string, raw: string | Uint8Array, { receivedAt }: { receivedAt?: string } = {}): Promise<void> {
    const maildir = join(this.home, "mail", user, folder === "INBOX" ? "" : `.${maildirName(folder)}`);
    if (!existsSync(join(maildir, "tmp"))) await this.createFolder(user, folder);
    const bytes = typeof raw === "string" ? Buffer.from(raw) : raw;
    const name = `${Math.floor(Date.now() / 1000)}.${process.pid}_${++this.#delivered}.test,S=${bytes.length}`;
    const temporary = join(maildir, "tmp", name);
    await writeFile(temporary, bytes);
    // Dovecot takes the file's time as INTERNALDATE.
    if (receivedAt !== undefined) await utimes(temporary, new Date(receivedAt), new Date(receivedAt));
    if (isRoot) await chown(temporary, NOBODY.uid, NOBODY.gid);
    await rename(temporary, join(maildir, "new", name));
  }

  async move(user: string, messageId: string, from: string, to: string): Promise<void> {
    await this.#doveadm("move", "-u", user, to, "mailbox", from, "header", "message-id", messageId);
  }

  async remove(user: string, folder: string, messageId: string | null): Promise<void> {
    const which = messageId === null ? ["all"] : ["header", "message-id", messageId];
    await this.#doveadm("expunge", "-u", user, "mailbox", folder, ...which);
  }

  async createFolder(user: string, folder: string): Promise<void> {
    // INBOX exists for everybody, but its Maildir only after somebody has asked for it.
    if (folder === "INBOX") await this.#doveadm("mailbox", "status", "-u", user, "messages", "INBOX");
    else await this.#doveadm("mailbox", "create", "-u", user, folder).catch(ignoreExisting);
  }

  async flags(user: string, folder: string): Promise<string[]> {
    const output = await this.#doveadm("-f", "tab", "fetch", "-u", user, "flags", "mailbox", folder);
    return output.split("\n").slice(1, -1);
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async restart(change?: { capability: string | undefined }): Promise<void> {
    await this.#end("SIGKILL");
    if (change) await this.#configure(change.capability);
    await this.start();
  }

  async changeUidValidity(user: string, folder: string): Promise<void> {
    await this.#doveadm("mailbox", "update", "-u", user, "--uid-validity", String(++this.#uidValidity), folder);
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Ends the whole process group: the master and one process for each session. */
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
    // The rest of the group ends a moment after its leader.
    while (await greets(this.port)) await delay(20);
  }

  async #doveadm(...args: string[]): Promise<string> {
    const { stdout } = await run("/usr/bin/doveadm", ["-c", join(this.home, "dovecot.conf"), ...args], { ...asNobody, maxBuffer: 1e8 });
    return stdout;
  }

  async #log(): Promise<string> {
    return await readFile(join(this.home, "log"), "utf8").catch(() => "(no log)");
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

/** `doveadm mailbox create` of a folder that is there. */
function ignoreExisting(error: Error & { stderr?: string }): void {
  if (!error.stderr?.includes("already exists")) throw error;
}

/** Folders below a folder are `.a.b` in a Maildir++. */
function maildirName(folder: string): string {
  return folder.replaceAll("/", ".");
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

/** True when an IMAP server greets on the port. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (data) => end(data.toString().startsWith("* OK")));
    socket.once("error", () => end(false));
    socket.setTimeout(1_000, () => end(false));
  });
}

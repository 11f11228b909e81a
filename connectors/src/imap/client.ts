import { rootCertificates } from "node:tls";
import { ImapFlow, type FetchMessageObject, type FetchQueryObject, type ListResponse, type SearchObject } from "imapflow";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { ConnectorLog, Credential, ServerAddress } from "../connector.ts";
import { toConnectorError } from "./errors.ts";
import { formatUidSet } from "./uid-set.ts";

export interface ImapSettings {
  server: ServerAddress;
  credential: Credential;
  log: ConnectorLog;
}

/** Bounds of time. Every wait ends in a `retry` at the latest after these. */
const TIMEOUTS = {
  /** DNS, TCP and TLS together. */
  connectionTimeout: 20_000,
  greetingTimeout: 10_000,
  /** Silence of a server that owes an answer. */
  socketTimeout: 60_000,
} as const;

/** From the first packet until we are signed in. */
const SIGN_IN_MS = 45_000;
const LOGOUT_MS = 3_000;

/** A server that sends longer lines or literals than this is broken or hostile; the connection ends (imapflow would accept 1 GB). */
const MAX_LITERAL_BYTES = 64 * 1024 * 1024;

/** IDLE is issued anew before the 29 minutes of RFC 2177. */
const IDLE_RENEWAL_MS = 25 * 60_000;

/** UIDs told as vanished in one answer; more than any mailbox holds. */
const MAX_VANISHED = 5_000_000;

/** A folder as EXAMINE reports it. */
export interface FolderState {
  path: string;
  uidValidity: string;
  /** Null when the server does not say. */
  uidNext: number | null;
  exists: number;
  /** HIGHESTMODSEQ, where the server remembers expunged messages (QRESYNC); else null. */
  modseq: string | null;
}

/** STATUS of a folder that is not opened. */
export interface FolderStatus {
  uidValidity: string | null;
  uidNext: number | null;
  exists: number | null;
  modseq: string | null;
}

/**
 * One signed-in connection that can only read: it has no method that writes, and folders are opened by EXAMINE, where the server itself
 * refuses changes (RFC 9051 section 6.3.3). Callers take turns, see ImapSession.
 */
export class ReadOnlyImap {
  readonly #flow: ImapFlow;

  private constructor(flow: ImapFlow) {
    this.#flow = flow;
  }

  /** @throws ConnectorError */
  static async connect({ server, credential, log }: ImapSettings): Promise<ReadOnlyImap> {
    const flow = new ImapFlow({
      host: server.host,
      port: server.port,
      secure: server.tls === "implicit",
      doSTARTTLS: server.tls === "starttls",
      // An own authority is trusted beside the public ones, not instead of them.
      ...(server.caCertificate !== undefined && { tls: { ca: [...rootCertificates, server.caCertificate] } }),
      auth: {
        user: credential.username,
        ...(credential.kind === "password" ? { pass: credential.password } : { accessToken: credential.accessToken }),
      },
      clientInfo: { name: "Kronika" },
      qresync: true,
      disableAutoIdle: true,
      maxIdleTime: IDLE_RENEWAL_MS,
      maxLiteralSize: MAX_LITERAL_BYTES,
      maxLineLength: MAX_LITERAL_BYTES,
      maxResponseSize: 2 * MAX_LITERAL_BYTES,
      logger: false,
      ...TIMEOUTS,
    });
    // Without a listener a lost connection would end the process. Whoever waits for an answer gets the error as a rejection.
    flow.on("error", (error: Error & { code?: string }) => log.debug({ host: server.host, code: error.code }, "IMAP connection lost"));
    const impatient = setTimeout(() => flow.close(), SIGN_IN_MS);
    try {
      await flow.connect();
    } catch (error) {
      flow.close();
      throw toConnectorError(error, "sign in");
    } finally {
      clearTimeout(impatient);
    }
    return new ReadOnlyImap(flow);
  }

  get usable(): boolean {
    return this.#flow.usable;
  }

  get capabilities(): string[] {
    return [...this.#flow.capabilities.keys()].toSorted();
  }

  has(capability: string): boolean {
    return this.#flow.capabilities.has(capability);
  }

  /** Gmail's ids (X-GM-EXT-1) are what fetched messages carry. */
  get isGmail(): boolean {
    return this.has("X-GM-EXT-1") && !this.has("OBJECTID");
  }

  list(): Promise<ListResponse[]> {
    return this.#flow.list();
  }

  /** Opens a folder read-only, always anew, so that the state is of this moment. */
  async examine(path: string): Promise<FolderState> {
    const mailbox = await this.#flow.mailboxOpen(path, { readOnly: true });
    // A server that has no UIDs to rely on cannot be followed; RFC 9051 section 7.1 requires it.
    if (mailbox.uidValidity === undefined) throw new ConnectorError("rejected", "IMAP: the server gives no UIDVALIDITY");
    const remembers = this.#flow.enabled.has("QRESYNC") && !mailbox.noModseq && mailbox.highestModseq !== undefined;
    return {
      path,
      uidValidity: String(mailbox.uidValidity),
      uidNext: mailbox.uidNext || null,
      exists: mailbox.exists ?? 0,
      modseq: remembers ? String(mailbox.highestModseq) : null,
    };
  }

  /** UIDVALIDITY of a folder, which is opened unless it is open: enough for reading by UID, where the state of this moment does not matter. */
  async openFolder(path: string): Promise<string> {
    const open = this.#flow.mailbox;
    return open && open.path === path ? String(open.uidValidity) : (await this.examine(path)).uidValidity;
  }

  /** UIDs of the open folder that match, ascending. */
  async search(query: SearchObject): Promise<number[]> {
    const uids = await this.#flow.search(query, { uid: true });
    if (!Array.isArray(uids)) throw new ConnectorError("retry", "IMAP: the server refuses to search");
    return uids;
  }

  /** UIDs of the open folder that were expunged after `modseq` (VANISHED (EARLIER), RFC 7162 section 3.2.6). */
  async vanishedSince(modseq: string): Promise<number[]> {
    const vanished: number[] = [];
    const note = (event: { uid?: number | undefined; earlier?: boolean | undefined }) => {
      if (event.uid === undefined) return;
      vanished.push(event.uid);
      if (vanished.length > MAX_VANISHED) this.close();
    };
    this.#flow.on("expunge", note);
    try {
      // The messages that changed are told, too; their flags are of no interest, so the cheapest item is asked for.
      for await (const _changed of this.#flow.fetch("1:*", { uid: true }, { uid: true, changedSince: BigInt(modseq) }));
    } finally {
      this.#flow.off("expunge", note);
    }
    return vanished;
  }

  /** Messages of the open folder by UID; those that are gone are left out. Other commands have to wait until the last one was taken. */
  fetch(uids: readonly number[], query: FetchQueryObject): AsyncIterable<FetchMessageObject> {
    return this.#flow.fetch(formatUidSet(uids.toSorted((a, b) => a - b)), { ...query, uid: true }, { uid: true });
  }

  /** @throws an error with the code `NotFound` for a folder that is gone */
  async status(path: string): Promise<FolderStatus> {
    const status = await this.#flow.status(path, { messages: true, uidNext: true, uidValidity: true, highestModseq: true });
    if (!status) throw new ConnectorError("retry", "IMAP: the server refuses STATUS");
    return {
      uidValidity: status.uidValidity === undefined ? null : String(status.uidValidity),
      uidNext: status.uidNext ?? null,
      exists: status.messages ?? null,
      modseq: status.highestModseq === undefined ? null : String(status.highestModseq),
    };
  }

  /** Listens to the open folder (IDLE, or NOOP where there is none) until another command is given or the connection ends. */
  async idle(): Promise<void> {
    await this.#flow.idle();
  }

  /** Calls back when the open folder changes or the connection ends. Returns how to stop that. */
  onChange(listener: () => void): () => void {
    const events = ["exists", "expunge", "flags", "mailboxClose", "close"] as const;
    for (const event of events) this.#flow.on(event, listener);
    return () => {
      for (const event of events) this.#flow.off(event, listener);
    };
  }

  /** Says good-bye, or just closes when the server does not answer soon. Never throws. */
  async logout(): Promise<void> {
    const impatient = setTimeout(() => this.#flow.close(), LOGOUT_MS);
    await this.#flow.logout().catch(() => {});
    clearTimeout(impatient);
    this.#flow.close();
  }

  /** Closes at once; commands that wait for an answer fail. */
  close(): void {
    this.#flow.close();
  }
}

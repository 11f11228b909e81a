import { isIP } from "node:net";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { ConnectorLog, Credential } from "../connector.ts";
import { HttpFailure, parseRetryAfter } from "./errors.ts";

export interface TransportSettings {
  /** The address that the person gave: https, or http for this very machine. */
  url: string;
  credential: Credential;
  log: ConnectorLog;
  /** From the first byte sent to the last one read. Default 30 s. */
  timeoutMs?: number;
  /** Largest answer that is read, unpacked. Default 64 MiB. */
  maxBytes?: number;
}

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 5;
/** As much of an error's body as is kept to look for preconditions. */
const MAX_ERROR_BODY = 64 * 1024;

/**
 * HTTP with the credential of one account. It leaves for the origin of the account's address and nowhere else: hrefs and redirects to other
 * hosts are refused, https never turns into http. Answers are bounded in size and time, and XML with a document type is refused unread.
 */
export class Transport {
  readonly base: URL;
  readonly #settings: TransportSettings;
  readonly #closed = new AbortController();

  constructor(settings: TransportSettings) {
    this.base = parseAddress(settings.url);
    this.#settings = settings;
  }

  /** Ends everything that is under way; nothing can be asked afterwards. */
  close(): void {
    this.#closed.abort();
  }

  /** An href of the server as an absolute address. Throws `rejected` when it leads to another host. */
  resolve(href: string, base: URL = this.base): URL {
    if (!URL.canParse(href, base.href)) throw new ConnectorError("rejected", "CalDAV: the server names an address that is none");
    const url = new URL(href, base);
    if (!this.#isAllowed(url))
      throw new ConnectorError("rejected", `CalDAV: the server points to another host, ${url.host}: connect with its address`);
    return url;
  }

  /**
   * Drop-in for `fetch`, for tsdav too: sends one request and reads the whole answer.
   * @throws HttpFailure for every answer that is not 2xx; ConnectorError for what must not be; whatever fetch throws for network failures
   */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    let url = this.resolve(input instanceof Request ? input.url : String(input));
    const { timeoutMs = TIMEOUT_MS, log } = this.#settings;
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(timeoutMs)]);
    for (let redirects = 0; ; redirects += 1) {
      const headers = new Headers(init.headers);
      headers.set("authorization", authorization(this.#settings.credential));
      const answer = await fetch(url, { ...init, headers, redirect: "manual", signal });
      log.debug({ method: init.method ?? "GET", path: url.pathname, status: answer.status }, "CalDAV request");
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || location === null) return this.#read(answer);
      await answer.body?.cancel();
      if (redirects >= MAX_REDIRECTS) throw new ConnectorError("rejected", "CalDAV: too many redirects");
      url = this.resolve(location, url);
    }
  };

  #isAllowed(url: URL): boolean {
    if (url.username !== "" || url.password !== "") return false;
    const upgrade = this.base.protocol === "http:" && url.protocol === "https:" && url.hostname === this.base.hostname;
    return url.origin === this.base.origin || upgrade;
  }

  async #read(answer: Response): Promise<Response> {
    if (!answer.ok) {
      const body = await readText(answer, MAX_ERROR_BODY, "cut");
      throw new HttpFailure(answer.status, body, parseRetryAfter(answer.headers.get("retry-after"), Date.now()));
    }
    const body = await readText(answer, this.#settings.maxBytes ?? MAX_BYTES, "refuse");
    // tsdav's parser expands no entities, but nobody has a good reason to send any (RFC 4918 section 20.6).
    if (/xml/i.test(answer.headers.get("content-type") ?? "") && hasDocumentType(body)) {
      throw new ConnectorError("rejected", "CalDAV: the server sent XML with a document type");
    }
    const empty = body === "" || answer.status === 204 || answer.status === 205 || answer.status === 304;
    return new Response(empty ? null : body, { status: answer.status, headers: answer.headers });
  }
}

function parseAddress(text: string): URL {
  if (!URL.canParse(text)) throw new ConnectorError("rejected", "CalDAV: the address is not a URL");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") throw new ConnectorError("rejected", "CalDAV: the address must not hold a password");
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) return url;
  throw new ConnectorError("rejected", "CalDAV: the address must begin with https://, or the password would travel readable");
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}

function authorization(credential: Credential): string {
  if (credential.kind === "oauth") return `Bearer ${credential.accessToken}`;
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`, "utf8").toString("base64")}`;
}

/** Reads an answer up to a size; counted after unpacking, so that a small packed one cannot become a huge one. */
async function readText(answer: Response, maxBytes: number, beyond: "cut" | "refuse"): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes && beyond === "refuse") throw new ConnectorError("rejected", `CalDAV: an answer of more than ${maxBytes} bytes`);
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Whether a document type stands before the first element, where alone XML allows it (comments and instructions may precede it). */
function hasDocumentType(xml: string): boolean {
  let position = 0;
  for (;;) {
    position = xml.indexOf("<", position);
    if (position < 0) return false;
    if (xml.startsWith("<?", position)) position = xml.indexOf("?>", position);
    else if (xml.startsWith("<!--", position)) position = xml.indexOf("-->", position);
    else return xml.startsWith("<!", position);
    if (position < 0) return false;
  }
}

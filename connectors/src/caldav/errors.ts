import { ConnectorError, type ConnectorErrorMeaning } from "@kronika/core/errors.ts";

/** An answer of the server that is not a success. The body is for looking up preconditions, not for showing. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs: number | undefined;
  constructor(status: number, body: string, retryAfterMs: number | undefined) {
    super(`HTTP ${status}`);
    this.name = "HttpFailure";
    this.status = status;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the body names a precondition of RFC 3253 section 1.6, e.g. `valid-sync-token`. */
  names(precondition: string): boolean {
    return new RegExp(`<(?:[A-Za-z0-9_-]+:)?${precondition}[\\s/>]`).test(this.body);
  }
}

/** An answer that is no multistatus (RFC 4918 section 13) where one belongs: what a web server or a proxy says to everything. */
export class NotMultistatus extends Error {
  constructor() {
    super("the answer is not a multistatus");
    this.name = "NotMultistatus";
  }
}

/** A server that we cannot trust: waiting does not cure it, a person has to look at the certificate or the address. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_REVOKED",
  "HOSTNAME_MISMATCH",
]);

/**
 * Translates any failure of CalDAV into its meaning for us: by status and error code, never by a server's words. What nobody knows is
 * `retry`: the next attempt tells.
 * @param doing what was tried, for people: "listing the calendars"
 */
export function toConnectorError(error: unknown, doing: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof HttpFailure) {
    const options = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
    return new ConnectorError(meaningOfStatus(error), `CalDAV: ${doing}: HTTP ${error.status}`, options);
  }
  const code = codeOf(error);
  const reason = code ?? (error instanceof Error ? error.name : "unknown failure");
  return new ConnectorError(code !== undefined && UNTRUSTED.has(code) ? "rejected" : "retry", `CalDAV: ${doing}: ${reason}`);
}

function meaningOfStatus(failure: HttpFailure): ConnectorErrorMeaning {
  const { status } = failure;
  // RFC 6578 section 3.2 asks for 403; some servers answer 409 or 412 with the same precondition.
  if (status < 500 && failure.names("valid-sync-token")) return "cursor-expired";
  if (status === 401) return "reauthorise";
  if (status === 404 || status === 410) return "not-found";
  // Timeout, too early, locked (RFC 4918 section 11.3), too many requests. 507 is a full quota: waiting does not cure it.
  if (status === 408 || status === 423 || status === 425 || status === 429) return "retry";
  return status >= 500 && status !== 507 ? "retry" : "rejected";
}

/** The code of the innermost cause: fetch hides what happened in there. */
function codeOf(error: unknown): string | undefined {
  let found: string | undefined;
  for (let depth = 0; depth < 5 && error instanceof Error; depth += 1) {
    if ("code" in error && typeof error.code === "string") found = error.code;
    error = error.cause;
  }
  return found;
}

/** Retry-After (RFC 9110 section 10.2.3): seconds or a date, in milliseconds from now; at most a day. */
export function parseRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const milliseconds = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), 24 * 60 * 60 * 1000);
}

import { ConnectorError, type ConnectorErrorMeaning } from "@kronika/core/errors.ts";

/** What imapflow, Node's sockets and TLS put on their errors. */
interface ForeignError {
  message?: string;
  code?: unknown;
  authenticationFailed?: unknown;
  /** Response code of RFC 5530, e.g. `AUTHENTICATIONFAILED`. */
  serverResponseCode?: unknown;
  responseStatus?: unknown;
  throttleReset?: unknown;
  /** The folder was looked for and is not there. */
  mailboxMissing?: unknown;
  response?: unknown;
}

/** RFC 5530 section 3: what the server says about a refused command, before anything else. */
const RESPONSE_CODES: Readonly<Record<string, ConnectorErrorMeaning>> = {
  UNAVAILABLE: "retry",
  INUSE: "retry",
  LIMIT: "retry",
  SERVERBUG: "retry",
  CONTACTADMIN: "retry",
  AUTHENTICATIONFAILED: "reauthorise",
  AUTHORIZATIONFAILED: "reauthorise",
  EXPIRED: "reauthorise",
  PRIVACYREQUIRED: "rejected",
  NOPERM: "rejected",
  NONEXISTENT: "not-found",
};

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
  "STARTTLS_INJECTION",
]);

/**
 * Translates any failure at the IMAP server into its meaning for us: by codes, the words of a server are for the log only. What nobody
 * knows is `retry`: the next attempt tells. The foreign error is not passed on, as it carries whole commands and answers.
 */
export function toConnectorError(error: unknown, doing: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const foreign: ForeignError = typeof error === "object" && error !== null ? error : { message: String(error) };
  const code = typeof foreign.code === "string" ? foreign.code : undefined;
  const responseCode = typeof foreign.serverResponseCode === "string" ? foreign.serverResponseCode.toUpperCase() : undefined;
  const reason = responseCode ?? code ?? foreign.message ?? "unknown failure";
  const meaning = meaningOf(foreign, code, responseCode);
  const throttled = typeof foreign.throttleReset === "number" && Number.isFinite(foreign.throttleReset) ? foreign.throttleReset : undefined;
  return new ConnectorError(meaning, `IMAP: ${doing}: ${reason}`, throttled === undefined ? {} : { retryAfterMs: throttled });
}

function meaningOf(foreign: ForeignError, code: string | undefined, responseCode: string | undefined): ConnectorErrorMeaning {
  const told = responseCode === undefined ? undefined : RESPONSE_CODES[responseCode];
  if (told) return told;
  if (foreign.authenticationFailed === true) return "reauthorise";
  if (foreign.mailboxMissing === true || code === "NotFound") return "not-found";
  return code !== undefined && UNTRUSTED.has(code) ? "rejected" : "retry";
}

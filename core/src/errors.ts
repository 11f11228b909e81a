/** Error codes that every part of Kronika speaks. Transport (HTTP status, exit code) is chosen once, at the edge. */
export const appErrorCodes = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not-found",
  "method-not-allowed",
  "conflict",
  "precondition-failed",
  "too-large",
  "unsupported-media-type",
  "rate-limited",
  "unavailable",
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

/** One field that was refused. `pointer` is a JSON Pointer (RFC 6901) into the input. */
export interface FieldProblem {
  pointer: string;
  message: string;
}

/** Who changed something before the caller did: what an answer to a change of an older version names. */
export interface LastChange {
  by: { kind: string; id: string; name: string | null };
  /** ISO instant. */
  at: string;
  /** Names of the fields that this change touched; empty when it was none of single fields. */
  fields: string[];
}

/** An expected failure, with a meaning that a person can act on. Never carries content of a message. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly fields: FieldProblem[];
  readonly lastChange: LastChange | undefined;
  constructor(code: AppErrorCode, message: string, options: { fields?: FieldProblem[]; lastChange?: LastChange; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = options.fields ?? [];
    this.lastChange = options.lastChange;
  }
}

/**
 * What a failure of a provider means for us. Decide by this, never by a vendor's text:
 * - `retry`: later, after `retryAfterMs` if known
 * - `reauthorise`: the credential is refused; a person must connect again
 * - `cursor-expired`: list again and reconcile; never start empty
 * - `not-found`: the item is gone
 * - `rejected`: the provider will never accept or deliver this
 */
export type ConnectorErrorMeaning = "retry" | "reauthorise" | "cursor-expired" | "not-found" | "rejected";

/** A provider's failure, translated at the connector's border. */
export class ConnectorError extends Error {
  readonly meaning: ConnectorErrorMeaning;
  readonly retryAfterMs: number | undefined;
  constructor(meaning: ConnectorErrorMeaning, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "ConnectorError";
    this.meaning = meaning;
    this.retryAfterMs = options.retryAfterMs;
  }
}

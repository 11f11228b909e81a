import type { Identity } from "@kronika/core/identities.ts";

/**
 * The ports through which Kronika reads the world. Small, in our own words, one implementation per vendor folder. Every method may
 * throw a ConnectorError (core/errors.ts), whose meaning (retry, reauthorise, cursor-expired, not-found, rejected) decides what
 * happens next; nothing else leaves a connector.
 */

/** Where a connector reports what it does, without content of messages. Any pino logger is one. */
export interface ConnectorLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What a folder is for, from SPECIAL-USE (RFC 6154) or well-known names. */
export type FolderRole = "inbox" | "sent" | "drafts" | "junk" | "trash" | "archive" | "all" | "other";

export interface MailFolder {
  path: string;
  role: FolderRole;
}

/** One message in one folder. `id` is stable there as long as the provider keeps it (IMAP: `<UIDVALIDITY>.<UID>`). */
export interface MailItemRef {
  folder: string;
  id: string;
}

/** A message as it came. `complete` is false when it was larger than the limit: then `raw` holds the header and the text parts only. */
export interface MailItem extends MailItemRef {
  /** When the provider received it, ISO instant. */
  receivedAt: string;
  /** Size at the provider in bytes. */
  size: number;
  raw: Uint8Array;
  complete: boolean;
  /** The provider's own ids, e.g. `provider:gmail` from X-GM-MSGID; each names one message for all accounts of that provider. */
  identities: Identity[];
  /** The provider's thread. Joins only within one mailbox. */
  providerThreadId?: string | undefined;
  labels?: string[] | undefined;
}

/** Answer of {@link MailConnector.fetch} for an item that the provider no longer has. */
export interface MissingItem extends MailItemRef {
  missing: true;
}

export interface MailChanges {
  added: MailItemRef[];
  removed: MailItemRef[];
  /** Opaque; hand it back next time. To be stored in the transaction that stores the items. */
  cursor: string;
}

/** What a first look at a mailbox tells. `capabilities` are for people and logs. */
export interface MailboxFacts {
  addresses: string[];
  folders: MailFolder[];
  capabilities: string[];
}

export interface MailConnector {
  /** Signs in and looks around. Throws `reauthorise` on a refused credential. */
  check(): Promise<MailboxFacts>;
  folders(): Promise<MailFolder[]>;
  /** Every item of the folder received at `since` (ISO instant) or later; all of them for null. Newest last. */
  listIds(folder: string, since: string | null): Promise<MailItemRef[]>;
  /**
   * What came and went since the cursor, and the cursor of this moment. With null: only the cursor (take it before a listing, so that
   * nothing that arrives meanwhile is missed). Nothing that is still there is ever told as removed, but something that never was told as
   * added may be. Throws `cursor-expired` when the provider has forgotten it (IMAP: UIDVALIDITY changed): list again and reconcile;
   * `not-found` when the folder is gone.
   */
  changes(folder: string, cursor: string | null): Promise<MailChanges>;
  /**
   * The messages themselves, in any order, each ref once; read only (never sets \Seen). The connector stays usable for other calls while
   * the messages are consumed. Throws `cursor-expired` when the ids are void (IMAP: UIDVALIDITY changed), which says nothing about the messages.
   */
  fetch(refs: MailItemRef[]): AsyncIterable<MailItem | MissingItem>;
  /**
   * Resolves `true` as soon as one of the folders may have changed, `false` when the signal ends the wait. A hint, not the truth.
   * @param folders the first is watched most closely (IMAP: IDLE), the others every ten seconds
   * @param options.cursors folder -> cursor: resolves at once where a folder has changed since, so nothing falls between the last
   * `changes` and this call
   */
  watch(folders: string[], options: { signal: AbortSignal; cursors?: Readonly<Record<string, string>> | undefined }): Promise<boolean>;
  close(): Promise<void>;
}

export interface CalendarInfo {
  /** The provider's id; for CalDAV the collection's URL. */
  id: string;
  name: string;
  readOnly: boolean;
}

/** A calendar object as it came: one UID, all its instances (RFC 4791 section 4.1). */
export interface CalendarObject {
  href: string;
  etag: string;
  ics: string;
}

export interface CalendarChanges {
  changed: CalendarObject[];
  /** hrefs of objects that are gone. */
  removed: string[];
  cursor: string;
}

export interface CalendarConnector {
  check(): Promise<{ addresses: string[]; calendars: CalendarInfo[] }>;
  calendars(): Promise<CalendarInfo[]>;
  /** What changed since the cursor; everything for null. Throws `cursor-expired` on a token that the server has forgotten. */
  changes(calendar: string, cursor: string | null): Promise<CalendarChanges>;
  /** Creates or replaces our own entry (never an invitation: no attendees). `etag` of the version we know, null to create. */
  put(
    calendar: string,
    entry: { href: string | null; uid: string; ics: string; etag: string | null },
  ): Promise<{ href: string; etag: string | null }>;
  /** Removes our own entry; a missing one is success. */
  remove(calendar: string, href: string): Promise<void>;
  close(): Promise<void>;
}

/** What a connection needs to sign in. Kept encrypted at rest; never logged, never in an answer. */
export type Credential =
  | { kind: "password"; username: string; password: string }
  | { kind: "oauth"; username: string; accessToken: string };

/** Where a server is. `tls`: from the first byte, by STARTTLS (then required, not tried), or `none`, for loopback and tests only. */
export interface ServerAddress {
  host: string;
  port: number;
  tls: "implicit" | "starttls" | "none";
  /** PEM of a certificate authority to trust beside the public ones: self-hosted servers often have an own one. */
  caCertificate?: string | undefined;
}

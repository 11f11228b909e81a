import type { MailKind } from "@kronika/core/interactions/email.ts";
import type { Bounce, OutOfOffice } from "@kronika/core/mail-kind.ts";
import type { ParsedCalendar } from "../calendar/shapes.ts";

/** A person or mailbox as a header names it. `address` is normalised where it is an address; a part that the header does not give is absent. */
export interface ParsedAddress {
  name?: string;
  address?: string;
}

/** A part that is not the body: a file, a forwarded message, a report, an image of the body (`inline`). */
export interface ParsedAttachment {
  /** Without folders and control characters; null when the part has no name. */
  filename: string | null;
  contentType: string;
  /** Bytes after decoding. Absent, like `sha256`, when the part was left out of a message over the size limit. */
  size?: number;
  /** Of the decoded bytes, hexadecimal. */
  sha256?: string;
  /** Shown within the body (Content-Disposition inline, or an image that the body refers to). */
  inline: boolean;
  /** Content-ID without brackets, by which HTML refers to the part as `cid:`. */
  contentId?: string;
  /** The decoded bytes; only on demand, see {@link ParseOptions}. */
  content?: Uint8Array;
}

export interface ParseOptions {
  /** Keep the bytes of attachments in the result. */
  attachmentContent?: boolean;
  /** False for a message over the size limit, whose large parts were left out (`MailItem.complete`). */
  complete?: boolean;
  /** Our own domains: mail that our own group passes on (`info@` as a list) is no bulk mail. */
  ownDomains?: readonly string[];
}

/**
 * A message as Kronika reads it: shape of `inspect message`, with the HTML, all headers and what went wrong. What the message does not
 * say is null, absent or empty, never guessed. All text is storable (no NUL, well-formed).
 */
export interface ParsedMessage {
  /** Normalised, see core/identities.ts. */
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  subject: string | null;
  from: ParsedAddress | null;
  to: ParsedAddress[];
  cc: ParsedAddress[];
  bcc: ParsedAddress[];
  replyTo: ParsedAddress[];
  /** The sender's Date header, ISO instant in UTC. */
  date: string | null;
  kind: MailKind;
  /** Why this kind. */
  reasons: string[];
  /** The whole plain text, from HTML when there is no other; null when there is none or the message is raw only. */
  text: string | null;
  html: string | null;
  /** What is new in the text: without quotes and signature. */
  replyText: string | null;
  attachments: ParsedAttachment[];
  /** Only of a bounce. */
  bounce?: Bounce;
  /** Only of an out-of-office answer. */
  outOfOffice?: OutOfOffice;
  /** What an invitation, or the answer to one, is about. */
  calendar?: ParsedCalendar;
  /** Every calendar object of the message, iCalendar text. */
  calendars: string[];
  /** All header fields in order: lower-case name -> values, decoded. */
  headers: ReadonlyMap<string, string[]>;
  /** True when only the header could be read (limits, time); the message itself is to be kept raw. */
  rawOnly: boolean;
  problems: string[];
}

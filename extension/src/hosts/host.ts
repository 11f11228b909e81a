import type { MailAddress } from "@kronika/core/addresses.ts";

/** The pages that Kronika can live in. */
export type HostId = "gmail" | "outlook" | "google-calendar" | "outlook-calendar";

/** What a page shows to its reader. `not-understood` is an honest answer, never an error. */
export type View = "message" | "thread" | "list" | "compose" | "event" | "not-understood";

/** What an address alone promises. `other` is a page of the host in which nothing is ever read (settings, print, raw source). */
export type PageKind = "thread" | "list" | "compose" | "other" | "unknown";

/** One message as the page shows it. What is not known is null or empty; nothing is ever guessed. */
export interface PageMessage {
  /** The element that holds the message, for the button. */
  element: Element;
  /** The provider's id of the message (Gmail: hexadecimal), or null. */
  providerId: string | null;
  threadId: string | null;
  subject: string | null;
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  /** ISO instant to the minute (pages show no seconds), or an ISO day when the page shows no time, or null. */
  date: string | null;
  /** What is new in the message: quoted text that the page hides is left out. Null when no body is shown (collapsed message). */
  text: string | null;
  attachments: { filename: string }[];
  /** A collapsed message shows a snippet only; it is never recorded as it stands. */
  collapsed: boolean;
  /** Fields that such a message must have and that were not found, e.g. `["date"]`. */
  missing: string[];
}

/** A draft that is open in the page. */
export interface PageCompose {
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  subject: string | null;
  text: string | null;
  isReply: boolean;
}

/** Everything that was read from a page at one moment. */
export interface PageReading {
  view: View;
  /** Fields that should be there and were not found, over all messages, each once. */
  missing: string[];
  messages: PageMessage[];
  /** Address of the mailbox, when the page says it in one voice; else null. */
  account: string | null;
}

/** Where a button of ours goes: after `anchor`, as its next sibling. Chosen so that nothing of the page moves. */
export interface MountPoint {
  /** Same key = same message; a changed key means that the button must be made anew. */
  key: string;
  anchor: Element;
  message: Element;
  /** False while the address names another conversation than the page shows: it is being switched, or the two never agree. */
  settled: boolean;
}

/** One expectation of the self-test. */
export interface Expectation {
  name: string;
  /** What was expected, in words: "one per message". */
  expected: string;
  found: number;
  met: boolean;
  /** The second way had to be used: the page is changing, a fixture and a selector are due. */
  bySecondWay: boolean;
}

/** Turns a date of the page into ISO, see dates.ts. Passed in: in a content script the worker does it. */
export type ParseDate = (text: string, language: string | null) => string | null;

/** A page that Kronika lives in. Only the folder of a host knows its selectors. */
export interface Host {
  id: HostId;
  /** What the address promises; the page itself decides. */
  page(url: string): PageKind;
  /** Reads the whole page: pure, changes nothing, waits for nothing. */
  read(root: Document, url: string): PageReading;
  /** Reads one message again, at the moment of a click. */
  readMessage(root: Document, url: string, element: Element): PageMessage | null;
  mountPoints(root: Document, url: string): MountPoint[];
  /** Compares the page with what the selectors expect; structure only, no content. */
  selfTest(root: Document, url: string): Expectation[];
}

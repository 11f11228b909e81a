import type { MailAddress } from "./addresses.ts";

/**
 * What the kind of a mail is judged by. A parser fills all of it; a page knows subject, sender and text only, and leaves the rest
 * empty or absent.
 */
export interface MailFacts {
  /** Lower-cased name -> values in order, unfolded and decoded. Empty on a page. */
  headers: ReadonlyMap<string, readonly string[]>;
  subject: string;
  from: MailAddress | null;
  /** The plain text, without enclosed messages where the parser can tell. */
  text: string;
  /** Content type of every part, with or without parameters, in any case. */
  contentTypes: readonly string[];
  /** Machine-readable parts of reports (message/delivery-status, message/disposition-notification, message/feedback-report). */
  reports?: readonly { contentType: string; text: string }[] | undefined;
  /** Header blocks of messages that came along, unfolded or not: the original of a bounce. */
  enclosedHeaders?: readonly string[] | undefined;
  /** Calendar objects as iCalendar text. */
  calendars?: readonly string[] | undefined;
  /** When it was sent, ISO instant or date: dates in an out-of-office answer are read relative to it. */
  date?: string | null | undefined;
  /** Our own domains, normalised: mail that our own group forwards (`info@` as a list) is no bulk mail. */
  ownDomains?: readonly string[] | undefined;
}

/** First value of a header (lower-case name), trimmed; null when there is none. */
export function header(facts: Pick<MailFacts, "headers">, name: string): string | null {
  return facts.headers.get(name)?.[0]?.trim() ?? null;
}

import { ConnectorError } from "@kronika/core/errors.ts";
import { isOwnEntry } from "../calendar/own-entry.ts";
import { parseCalendar } from "../calendar/parse-calendar.ts";
import { canonicalPath, type DavClient } from "./client.ts";
import { HttpFailure } from "./errors.ts";
import type { Transport } from "./transport.ts";

/** Somebody else may change an entry between our look at it and our request; after so many times we leave it for later. */
const ATTEMPTS = 3;

export interface EntryToPut {
  href: string | null;
  uid: string;
  ics: string;
  etag: string | null;
}

/**
 * Creates or replaces an entry of ours. Port: CalendarConnector.put.
 * - Creating is idempotent: when the entry is there already (an answer of the server got lost), it is replaced, if it is ours.
 * - Replacing wants the version that we know. When it is another one, `rejected`: somebody moved or changed the entry in the calendar, and
 *   the caller reads it first. When it is gone, `not-found`. When it says already what it is to say, that is success.
 */
export async function putEntry(
  client: DavClient,
  transport: Transport,
  calendar: URL,
  entry: EntryToPut,
): Promise<{ href: string; etag: string | null }> {
  refuseForeign(entry.ics, entry.uid);
  const url = transport.resolve(entry.href ?? `${encodeURIComponent(entry.uid)}.ics`, calendar);
  const etag = entry.etag === null ? await createEntry(client, url, entry.ics) : await replaceEntry(client, url, entry.ics, entry.etag);
  // The server may leave the etag out when it changed what it stored (RFC 4791 section 5.3.4).
  return { href: canonicalPath(url), etag: etag ?? (await currentEtag(client, url)) };
}

async function createEntry(client: DavClient, url: URL, ics: string): Promise<string | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await client.create(url, ics);
    } catch (error) {
      if (!isPreconditionFailed(error)) throw error;
    }
    const etag = await etagOfOwn(client, url);
    if (etag === null) continue;
    try {
      return await client.replace(url, ics, etag);
    } catch (error) {
      if (!isPreconditionFailed(error)) throw error;
    }
  }
  throw new ConnectorError("retry", "CalDAV: the entry keeps changing");
}

async function replaceEntry(client: DavClient, url: URL, ics: string, etag: string): Promise<string | null> {
  try {
    return await client.replace(url, ics, etag);
  } catch (error) {
    if (!isPreconditionFailed(error)) throw error;
    const current = await client.get(url);
    if (current === null) throw new ConnectorError("not-found", "CalDAV: the entry is gone");
    // Our own write, whose answer got lost.
    if (sameEntry(current.ics, ics)) return current.etag;
    throw new ConnectorError("rejected", "CalDAV: the entry was changed in the calendar: read it first");
  }
}

/** Whether two objects say the same; servers write them in their own order, and the time of writing does not count. */
function sameEntry(a: string, b: string): boolean {
  const content = (ics: string) => JSON.stringify(parseCalendar(ics).events.map((event) => ({ ...event, stamp: null })));
  return content(a) === content(b);
}

/** Removes an entry of ours in whatever version it is; one that is gone is fine. Port: CalendarConnector.remove. */
export async function removeEntry(client: DavClient, url: URL): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const etag = await etagOfOwn(client, url);
    if (etag === null) return;
    try {
      await client.delete(url, etag);
      return;
    } catch (error) {
      if (error instanceof HttpFailure && (error.status === 404 || error.status === 410)) return;
      if (!isPreconditionFailed(error)) throw error;
    }
  }
  throw new ConnectorError("retry", "CalDAV: the entry keeps changing");
}

/** The version of our entry as it is now, null when it is gone. Throws `rejected` when something else is there: that is never touched. */
async function etagOfOwn(client: DavClient, url: URL): Promise<string | null> {
  const object = await client.get(url);
  if (object === null) return null;
  const { events } = parseCalendar(object.ics);
  if (events.length === 0 || !events.every(isOwnEntry)) throw new ConnectorError("rejected", "CalDAV: this is not an entry of ours");
  const etag = object.etag ?? (await currentEtag(client, url));
  if (etag === null) throw new ConnectorError("rejected", "CalDAV: the server gives no etag, so nothing can be changed safely");
  return etag;
}

async function currentEtag(client: DavClient, url: URL): Promise<string | null> {
  const [resource] = await client.properties(url, "etags");
  return resource?.props.getetag ?? null;
}

function isPreconditionFailed(error: unknown): boolean {
  return error instanceof HttpFailure && error.status === 412;
}

/** Only what `reminderEntry` writes leaves this house: one event of ours, nobody invited. */
function refuseForeign(ics: string, uid: string): void {
  const { events, method } = parseCalendar(ics);
  const [event] = events;
  const ours = events.length === 1 && event !== undefined && isOwnEntry(event) && event.uid === uid;
  if (!ours || method !== null || event.organizer !== null || event.attendees.length > 0) {
    throw new ConnectorError("rejected", "CalDAV: only entries of our own without attendees are written");
  }
}

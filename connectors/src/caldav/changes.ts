import { ConnectorError } from "@kronika/core/errors.ts";
import type { CalendarChanges, CalendarObject } from "../connector.ts";
import { canonicalPath, type DavClient, type DavResource } from "./client.ts";
import { formatCursor, parseCursor } from "./cursor.ts";
import { HttpFailure } from "./errors.ts";
import type { Transport } from "./transport.ts";

/** Objects asked for in one calendar-multiget. */
const CHUNK = 50;
/** A server that truncates its list goes on with the next token (RFC 6578 section 3.6); a server without end is broken. */
const MAX_PAGES = 1000;

/** What changed in a calendar since a cursor; everything for null. Port: CalendarConnector.changes. */
export async function readChanges(
  client: DavClient,
  transport: Transport,
  calendar: URL,
  cursorText: string | null,
): Promise<CalendarChanges> {
  const cursor = cursorText === null ? null : parseCursor(cursorText);
  if (cursor?.kind === "list") return changesByList(client, transport, calendar, cursor);
  if (cursor?.kind === "token") return changesByToken(client, transport, calendar, cursor.token);

  const [resource] = await client.properties(calendar, "collection");
  if (resource === undefined || resource.status === 404) throw new ConnectorError("not-found", "CalDAV: the calendar is gone");
  if (resource.props.supportedReportSet.includes("syncCollection")) {
    try {
      return await changesByToken(client, transport, calendar, "");
    } catch (error) {
      if (!isUnsupported(error)) throw error;
    }
  }
  return changesByList(client, transport, calendar, { ctag: null, etags: {} });
}

/** The server says that it can and then cannot: known of servers behind proxies that let no REPORT pass. */
function isUnsupported(error: unknown): boolean {
  return (
    error instanceof HttpFailure &&
    (error.status === 400 || error.status === 405 || error.status === 501 || error.names("supported-report"))
  );
}

async function changesByToken(client: DavClient, transport: Transport, calendar: URL, since: string): Promise<CalendarChanges> {
  const versions = new Map<string, DavResource>();
  let token = since;
  for (let page = 1; ; page += 1) {
    const answer = await syncPage(client, calendar, token);
    for (const resource of answer.resources) if (isMember(resource, calendar)) versions.set(resource.href, resource);
    if (answer.truncated && (answer.token === token || page === MAX_PAGES))
      throw new ConnectorError("retry", "CalDAV: the list of changes has no end");
    token = answer.token;
    if (!answer.truncated) break;
  }
  const gone = [...versions.values()].filter(({ status }) => status === 404 || status === 410).map(({ href }) => href);
  const fetched = await fetchObjects(
    client,
    transport,
    calendar,
    [...versions.keys()].filter((href) => !gone.includes(href)),
  );
  return { changed: fetched.objects, removed: [...gone, ...fetched.missing], cursor: formatCursor({ kind: "token", token }) };
}

async function syncPage(client: DavClient, calendar: URL, token: string) {
  try {
    return await client.sync(calendar, token);
  } catch (error) {
    // Google's server says 410 for a token that it has forgotten; 404 is the calendar itself.
    if (token !== "" && error instanceof HttpFailure && (error.status === 410 || isUnsupported(error))) {
      throw new ConnectorError("cursor-expired", `CalDAV: the sync token is void: HTTP ${error.status}`);
    }
    throw error;
  }
}

/** For servers without sync-collection: the ctag says whether anything changed, the etags say what. */
async function changesByList(
  client: DavClient,
  transport: Transport,
  calendar: URL,
  known: { ctag: string | null; etags: Record<string, string> },
): Promise<CalendarChanges> {
  // The ctag is read before the list: what changes in between is seen again the next time.
  const [resource] = await client.properties(calendar, "collection");
  if (resource === undefined || resource.status === 404) throw new ConnectorError("not-found", "CalDAV: the calendar is gone");
  const ctag = resource.props.getctag;
  if (ctag !== null && ctag === known.ctag) return { changed: [], removed: [], cursor: formatCursor({ kind: "list", ...known }) };

  const before = new Map(Object.entries(known.etags));
  const members = (await client.properties(calendar, "etags", "1")).filter((member) => isMember(member, calendar) && member.status < 400);
  // An object without an etag is read anew each time: nothing else tells whether it changed.
  const changedPaths = members
    .filter(({ href, props }) => props.getetag === null || before.get(href) !== props.getetag)
    .map(({ href }) => href);
  const fetched = await fetchObjects(client, transport, calendar, changedPaths);

  const etags: Record<string, string> = {};
  const read = new Map(fetched.objects.map((object) => [object.href, object.etag]));
  const missing = new Set(fetched.missing);
  for (const { href, props } of members) if (!missing.has(href)) etags[href] = read.get(href) ?? props.getetag ?? "";
  const removed = [...before.keys()].filter((href) => !(href in etags));
  return { changed: fetched.objects, removed, cursor: formatCursor({ kind: "list", ctag, etags }) };
}

/** An object of the calendar: neither the calendar itself nor a collection inside of it. */
function isMember({ href, props }: DavResource, calendar: URL): boolean {
  return (
    href !== canonicalPath(calendar) &&
    `${href}/` !== canonicalPath(calendar) &&
    !href.endsWith("/") &&
    !props.resourcetype.includes("collection")
  );
}

/**
 * The contents of objects. One that vanished in the meantime is `missing`. One that the server will not hand out has empty contents, so
 * that it is noted and does not hold up the others; one that fails for now fails the whole call.
 */
async function fetchObjects(
  client: DavClient,
  transport: Transport,
  calendar: URL,
  paths: string[],
): Promise<{ objects: CalendarObject[]; missing: string[] }> {
  const objects: CalendarObject[] = [];
  const missing: string[] = [];
  for (let start = 0; start < paths.length; start += CHUNK) {
    const chunk = paths.slice(start, start + CHUNK);
    const answered = new Map((await multiget(client, calendar, chunk)).map((resource) => [resource.href, resource]));
    for (const path of chunk) {
      const resource = answered.get(path);
      if (resource?.status === 404 || resource?.status === 410) missing.push(path);
      else if (resource && resource.status < 300 && resource.props.calendarData !== null) {
        objects.push({ href: path, etag: resource.props.getetag ?? "", ics: resource.props.calendarData });
      } else {
        const object = await fetchOne(client, transport.resolve(path));
        if (object === null) missing.push(path);
        else objects.push(object);
      }
    }
  }
  return { objects, missing };
}

async function multiget(client: DavClient, calendar: URL, paths: string[]): Promise<DavResource[]> {
  try {
    return await client.multiget(calendar, paths);
  } catch (error) {
    if (isUnsupported(error)) return [];
    throw error;
  }
}

async function fetchOne(client: DavClient, url: URL): Promise<CalendarObject | null> {
  try {
    const object = await client.get(url);
    return object && { href: object.href, etag: object.etag ?? "", ics: object.ics };
  } catch (error) {
    const refused =
      error instanceof HttpFailure && error.status >= 400 && error.status < 500 && ![401, 408, 423, 425, 429].includes(error.status);
    if (!refused) throw error;
    return { href: canonicalPath(url), etag: "", ics: "" };
  }
}

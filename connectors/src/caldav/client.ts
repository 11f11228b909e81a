import { ConnectorError } from "@kronika/core/errors.ts";
import { createObject, davRequest, deleteObject, propfind, syncCollection, updateObject, type DAVResponse } from "tsdav";
import { davMultistatus, davResponse, type DavProps } from "./dav-types.ts";
import { HttpFailure, NotMultistatus } from "./errors.ts";
import type { Transport } from "./transport.ts";

/** A resource with the properties that were asked for. `href` is a path on the server, see {@link canonicalPath}. */
export interface DavResource {
  href: string;
  status: number;
  props: DavProps;
}

/** A single calendar object. */
export interface DavObject {
  href: string;
  etag: string | null;
  ics: string;
}

const PROPERTIES = {
  principal: ["d:resourcetype", "d:displayname", "d:current-user-principal", "c:calendar-home-set", "c:calendar-user-address-set"],
  collection: [
    "d:resourcetype",
    "d:displayname",
    "d:current-user-principal",
    "d:current-user-privilege-set",
    "d:supported-report-set",
    "d:sync-token",
    "cs:getctag",
    "c:supported-calendar-component-set",
    "c:calendar-home-set",
    "c:calendar-user-address-set",
  ],
  etags: ["d:resourcetype", "d:getetag"],
} as const;

const NAMESPACES = { "xmlns:d": "DAV:", "xmlns:c": "urn:ietf:params:xml:ns:caldav" };
const CALENDAR_TYPE = "text/calendar; charset=utf-8";

/**
 * The requests of CalDAV (RFC 4791) that we need, one method each. The only place that knows tsdav: it writes the XML and reads it; what goes
 * over the wire and to whom is the transport's.
 * Every method throws HttpFailure, NotMultistatus, or what else the transport throws.
 */
export class DavClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Properties of a resource (depth 0), or of it and its members (depth 1). */
  async properties(url: URL, set: keyof typeof PROPERTIES, depth: "0" | "1" = "0"): Promise<DavResource[]> {
    const props = Object.fromEntries(PROPERTIES[set].map((name) => [name, {}]));
    return this.#resources(await propfind({ url: url.href, props, depth, fetch: this.#transport.fetch }), url);
  }

  /** sync-collection (RFC 6578). `truncated`: there is more, to be asked for with the new token (section 3.6). */
  async sync(collection: URL, token: string): Promise<{ resources: DavResource[]; token: string; truncated: boolean }> {
    const responses = await syncCollection({
      url: collection.href,
      props: { "d:getetag": {} },
      syncLevel: 1,
      syncToken: token,
      headers: { depth: "0" },
      fetch: this.#transport.fetch,
    });
    const resources = this.#resources(responses, collection);
    const parsed = davMultistatus.safeParse(responses[0]?.raw);
    const next = parsed.success ? parsed.data.multistatus.syncToken : null;
    if (next === null) throw new ConnectorError("retry", "CalDAV: the server gave no sync token");
    return { resources, token: next, truncated: resources.some(({ status }) => status === 507) };
  }

  /** calendar-multiget: objects with their contents, those that are missing with status 404. */
  async multiget(collection: URL, paths: string[]): Promise<DavResource[]> {
    // tsdav's own multiget throws when one object of many is missing.
    const body = { _attributes: NAMESPACES, "d:prop": { "d:getetag": {}, "c:calendar-data": {} }, "d:href": paths };
    const responses = await davRequest({
      url: collection.href,
      init: { method: "REPORT", headers: { depth: "1" }, namespace: "c", body: { "calendar-multiget": body } },
      fetch: this.#transport.fetch,
    });
    return this.#resources(responses, collection);
  }

  /** One object, or null when it is not there. */
  async get(url: URL): Promise<DavObject | null> {
    try {
      const answer = await this.#transport.fetch(url, { method: "GET", headers: { accept: "text/calendar" } });
      return { href: canonicalPath(url), etag: strongEtag(answer), ics: await answer.text() };
    } catch (error) {
      if (error instanceof HttpFailure && (error.status === 404 || error.status === 410)) return null;
      throw error;
    }
  }

  /** Creates an object that must not be there yet. @returns its etag, null when the server does not say */
  async create(url: URL, ics: string): Promise<string | null> {
    const headers = { "content-type": CALENDAR_TYPE, "if-none-match": "*" };
    return strongEtag(await createObject({ url: url.href, data: ics, headers, fetch: this.#transport.fetch }));
  }

  /** Replaces an object that must still be the version `etag`. @returns the new etag, null when the server does not say */
  async replace(url: URL, ics: string, etag: string): Promise<string | null> {
    const headers = { "content-type": CALENDAR_TYPE };
    return strongEtag(await updateObject({ url: url.href, data: ics, etag, headers, fetch: this.#transport.fetch }));
  }

  /** Deletes an object that must still be the version `etag`. */
  async delete(url: URL, etag: string): Promise<void> {
    await deleteObject({ url: url.href, etag, fetch: this.#transport.fetch });
  }

  #resources(responses: DAVResponse[], base: URL): DavResource[] {
    const first = responses[0];
    const isMultistatus = typeof first?.raw === "object" && first.raw !== null && "multistatus" in first.raw;
    if (!isMultistatus) throw new NotMultistatus();
    return responses.flatMap((response) => {
      const parsed = davResponse.safeParse(response);
      if (!parsed.success) throw new NotMultistatus();
      const { href } = parsed.data;
      // An empty multistatus is one response without an href.
      return href === null ? [] : { ...parsed.data, href: canonicalPath(this.#transport.resolve(href, base)) };
    });
  }
}

/**
 * The path of an address, written one way: servers write `@` and other characters encoded in one report and plain in the next, and we
 * compare hrefs.
 */
export function canonicalPath(url: URL): string {
  const segments = url.pathname.split("/").map((segment) => {
    try {
      return encodeURIComponent(decodeURIComponent(segment));
    } catch {
      return segment;
    }
  });
  return segments.join("/") + url.search;
}

/** The ETag of an answer. A weak one (from a proxy that packs) fits no If-Match and counts as none. */
function strongEtag(answer: Response): string | null {
  const etag = answer.headers.get("etag");
  return etag === null || etag.startsWith("W/") ? null : etag;
}

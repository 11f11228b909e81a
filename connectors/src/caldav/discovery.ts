import { normaliseAddress } from "@kronika/core/addresses.ts";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { CalendarInfo } from "../connector.ts";
import type { DavClient, DavResource } from "./client.ts";
import { HttpFailure, NotMultistatus } from "./errors.ts";
import type { Transport } from "./transport.ts";

export interface Account {
  /** Mail addresses of the account's person, normalised. */
  addresses: string[];
  calendars: CalendarInfo[];
}

/**
 * Finds out what stands behind an address (RFC 6764 section 6): the address itself, then `/.well-known/caldav`, then the root; from
 * there the principal, its calendar homes, and their calendars. The address of one calendar gives that one alone.
 */
export async function discover(client: DavClient, transport: Transport, username: string): Promise<Account> {
  const entry = await findEntry(client, transport);
  const [principalHref] = entry.props.currentUserPrincipal;
  const principal = principalHref === undefined ? entry : await single(client, transport.resolve(principalHref), "principal");
  const addresses = addressesOf(principal, username);
  if (isCalendar(entry)) return { addresses, calendars: [describe(entry, transport)] };

  const homes = principal.props.calendarHomeSet.length > 0 ? principal.props.calendarHomeSet : entry.props.calendarHomeSet;
  if (homes.length === 0) throw new ConnectorError("not-found", "CalDAV: there are no calendars at this address");
  const calendars: CalendarInfo[] = [];
  for (const home of homes) {
    const members = await client.properties(transport.resolve(home), "collection", "1");
    calendars.push(...members.filter(isCalendar).map((member) => describe(member, transport)));
  }
  return { addresses, calendars };
}

/** The first of the usual places that knows a principal, a home or is a calendar. */
async function findEntry(client: DavClient, transport: Transport): Promise<DavResource> {
  const places = [transport.base, transport.resolve("/.well-known/caldav"), transport.resolve("/")];
  let refused: HttpFailure | undefined;
  for (const place of places) {
    try {
      const entry = await single(client, place, "collection");
      const { currentUserPrincipal, calendarHomeSet } = entry.props;
      if (currentUserPrincipal.length > 0 || calendarHomeSet.length > 0 || isCalendar(entry)) return entry;
    } catch (error) {
      if (!mayBeElsewhere(error)) throw error;
      if (error instanceof HttpFailure && error.status === 403) refused = error;
    }
  }
  throw refused ?? new ConnectorError("not-found", "CalDAV: there is no calendar server at this address");
}

/** A web page or nothing at all: the next place may be better. Everything else is an answer. */
function mayBeElsewhere(error: unknown): boolean {
  if (error instanceof NotMultistatus) return true;
  return error instanceof HttpFailure && error.status < 500 && error.status !== 401 && error.status !== 429;
}

async function single(client: DavClient, url: URL, set: "collection" | "principal"): Promise<DavResource> {
  const [resource] = await client.properties(url, set);
  if (resource === undefined) throw new NotMultistatus();
  return resource;
}

function isCalendar({ status, props }: DavResource): boolean {
  const components = props.supportedCalendarComponentSet;
  return status < 400 && props.resourcetype.includes("calendar") && (components.length === 0 || components.includes("VEVENT"));
}

const WRITING = ["all", "write", "writeContent"];

function describe({ href, props }: DavResource, transport: Transport): CalendarInfo {
  const privileges = props.currentUserPrivilegeSet;
  return {
    id: transport.resolve(href).href,
    name: props.displayname?.trim() || decodeURIComponent(href.split("/").filter(Boolean).at(-1) ?? ""),
    readOnly: privileges !== null && !privileges.some((name) => WRITING.includes(name)),
  };
}

function addressesOf(principal: DavResource, username: string): string[] {
  const mailboxes = principal.props.calendarUserAddressSet
    .filter((href) => /^mailto:/i.test(href))
    .map((href) => href.slice("mailto:".length));
  return [...new Set([...mailboxes, username].flatMap((address) => normaliseAddress(address) ?? []))];
}

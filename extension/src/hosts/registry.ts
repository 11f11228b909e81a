import { parsePageDate } from "./dates.ts";
import { createGmailHost } from "./gmail/gmail.ts";
import { readCompose } from "./gmail/read-compose.ts";
import type { Host, HostId, PageCompose } from "./host.ts";

/** Everything that can be read of one host, for `inspect:page`. Content scripts take their host alone, to stay small. */
export interface Reader {
  host: Host;
  readCompose(root: Document): PageCompose | null;
}

/** The hosts that can be read. A host without an entry answers "not understood": honest, until its folder is written. */
export const readers: Partial<Record<HostId, Reader>> = { gmail: { host: createGmailHost(parsePageDate), readCompose } };

export const hostIds = ["gmail", "outlook", "google-calendar", "outlook-calendar"] as const satisfies readonly HostId[];

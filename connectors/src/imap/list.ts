import { ConnectorError } from "@kronika/core/errors.ts";
import type { MailItemRef } from "../connector.ts";
import type { ReadOnlyImap } from "./client.ts";
import { itemId } from "./mapper.ts";

const DAY_MS = 86_400_000;

/** Every message of a folder received at `since` or later, oldest first: see MailConnector.listIds. */
export async function listItems(imap: ReadOnlyImap, folder: string, since: string | null): Promise<MailItemRef[]> {
  const state = await imap.examine(folder);
  const uids = state.exists === 0 ? [] : since === null ? await imap.search({ all: true }) : await receivedSince(imap, since);
  return uids.map((uid) => ({ folder, id: itemId(state.uidValidity, uid) }));
}

/**
 * SEARCH SINCE knows days only, and counts them in the server's time zone (RFC 9051 section 6.4.4): a day earlier is asked for, and the
 * messages of the days around the instant are looked at one by one.
 */
async function receivedSince(imap: ReadOnlyImap, since: string): Promise<number[]> {
  const instant = Date.parse(since);
  if (Number.isNaN(instant)) throw new ConnectorError("rejected", "IMAP: `since` is no instant");
  const candidates = await imap.search({ since: new Date(instant - DAY_MS) });
  const certain = new Set(await imap.search({ since: new Date(instant + 2 * DAY_MS) }));
  const doubtful = candidates.filter((uid) => !certain.has(uid));
  if (doubtful.length > 0) {
    for await (const { uid, internalDate } of imap.fetch(doubtful, { internalDate: true })) {
      if (new Date(internalDate ?? 0).getTime() >= instant) certain.add(uid);
    }
  }
  return candidates.filter((uid) => certain.has(uid));
}

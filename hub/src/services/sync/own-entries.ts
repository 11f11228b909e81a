import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";

/** A reminder's entry was seen in this version: what is written next replaces exactly that, also when its person has edited it. */
export async function noteOwnEntry(tx: Tx, _ctx: Ctx, connectionId: string, entry: { href: string; etag: string | null }): Promise<void> {
  await withClient(tx).query(
    "UPDATE reminders SET calendar_etag = $3 WHERE calendar_connection_id = $1 AND calendar_href = $2 AND calendar_etag IS DISTINCT FROM $3",
    [connectionId, entry.href, entry.etag],
  );
}

/** Entries that their person took out of the calendar: the reminders stay, and write a new entry when they change the next time. */
export async function forgetOwnEntries(tx: Tx, _ctx: Ctx, connectionId: string, hrefs: readonly string[]): Promise<void> {
  await withClient(tx).query(
    "UPDATE reminders SET calendar_connection_id = NULL, calendar_href = NULL, calendar_etag = NULL WHERE calendar_connection_id = $1 AND calendar_href = ANY($2::text[])",
    [connectionId, hrefs],
  );
}

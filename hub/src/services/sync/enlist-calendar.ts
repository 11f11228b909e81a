import { ConnectorError } from "@kronika/core/errors.ts";
import type { CalendarChanges, CalendarConnector, CalendarObject } from "@kronika/connectors/connector.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { cancelMeetings } from "../interactions/cancel-meetings.ts";
import { loadPositions, markGone, savePosition } from "./ledger.ts";
import { forgetOwnEntries } from "./own-entries.ts";

/**
 * Every calendar is listed as a whole once a week: the instances of series that have come into the window since are recorded with it,
 * and a gap heals.
 */
const LIST_EVERY_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Writes into the ledger what changed in a calendar since the last time, contents included, and the provider's cursor in the same
 * transaction. The contents of objects that are gone leave the future: their coming meetings are cancelled.
 * @throws ConnectorError
 */
export async function enlistCalendar(
  ctx: Ctx,
  connectionId: string,
  connector: CalendarConnector,
  calendar: string,
  since: string,
): Promise<void> {
  const known = (await loadPositions(ctx, connectionId)).get(calendar) ?? { position: null, stored: null };
  const rolls = known.position !== null && ctx.now().getTime() - Date.parse(known.position.listedAt) >= LIST_EVERY_MS;
  const token = known.position && !rolls && !(await lacksContents(ctx, connectionId, calendar)) ? known.position.token : null;
  const { changes, whole } = await readChanges(connector, calendar, token);
  if (!whole && changes.cursor === token && changes.changed.length === 0 && changes.removed.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    await addObjects(tx, ctx, connectionId, calendar, changes.changed, { again: rolls });
    const vanished = whole ? await vanishedFrom(tx, connectionId, calendar, changes.changed) : changes.removed;
    await removeObjects(tx, ctx, connectionId, calendar, vanished);
    const listedAt = whole || !known.position ? ctx.now().toISOString() : known.position.listedAt;
    await savePosition(tx, ctx, connectionId, calendar, { token: changes.cursor, since, listedAt }, known.stored);
  });
}

/** A token that the server has forgotten: everything is read again. */
async function readChanges(
  connector: CalendarConnector,
  calendar: string,
  token: string | null,
): Promise<{ changes: CalendarChanges; whole: boolean }> {
  if (token !== null) {
    try {
      return { changes: await connector.changes(calendar, token), whole: false };
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.meaning !== "cursor-expired") throw error;
    }
  }
  return { changes: await connector.changes(calendar, null), whole: true };
}

/** Whether objects are due again whose contents were let go: what was skipped as unknown, when a contact got a new address. */
async function lacksContents(ctx: Ctx, connectionId: string, calendar: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { rowCount } = await withClient(tx).query(
      "SELECT 1 FROM ledger WHERE connection_id = $1 AND folder = $2 AND state = 'pending' AND raw IS NULL LIMIT 1",
      [connectionId, calendar],
    );
    return (rowCount ?? 0) > 0;
  });
}

/** Objects that the ledger knows in this version already stay as they are, unless they are to be read `again`. */
async function addObjects(
  tx: Tx,
  ctx: Ctx,
  connectionId: string,
  calendar: string,
  objects: readonly CalendarObject[],
  { again }: { again: boolean },
): Promise<void> {
  if (objects.length === 0) return;
  await withClient(tx).query(
    `INSERT INTO ledger (id, org_id, connection_id, folder, item_id, etag, raw, created_at, updated_at)
     SELECT id, $1, $2, $3, href, etag, ics, $4, $4 FROM unnest($5::uuid[], $6::text[], $7::text[], $8::bytea[]) AS object(id, href, etag, ics)
     ON CONFLICT (connection_id, folder, item_id) DO UPDATE
       SET state = 'pending', etag = EXCLUDED.etag, raw = EXCLUDED.raw, attempts = 0, next_attempt_at = NULL, updated_at = $4
       WHERE $9 OR ledger.etag IS DISTINCT FROM EXCLUDED.etag OR ledger.state IN ('pending', 'gone')`,
    [
      ctx.orgId,
      connectionId,
      calendar,
      ctx.now(),
      objects.map(() => newId()),
      objects.map((object) => object.href),
      objects.map((object) => object.etag),
      objects.map((object) => Buffer.from(object.ics)),
      again,
    ],
  );
}

async function vanishedFrom(tx: Tx, connectionId: string, calendar: string, listed: readonly CalendarObject[]): Promise<string[]> {
  const { rows } = await withClient(tx).query<{ href: string }>(
    `SELECT item_id AS href FROM ledger WHERE connection_id = $1 AND folder = $2 AND state <> 'gone' AND NOT item_id = ANY($3::text[])`,
    [connectionId, calendar, listed.map((object) => object.href)],
  );
  return rows.map((row) => row.href);
}

async function removeObjects(tx: Tx, ctx: Ctx, connectionId: string, calendar: string, hrefs: readonly string[]): Promise<void> {
  if (hrefs.length === 0) return;
  const { rows } = await withClient(tx).query<{ meeting: string }>(
    `SELECT jsonb_array_elements_text(trace -> 'meetings') AS meeting FROM ledger
     WHERE connection_id = $1 AND folder = $2 AND item_id = ANY($3::text[]) AND state = 'captured'`,
    [connectionId, calendar, hrefs],
  );
  await markGone(tx, ctx, connectionId, calendar, hrefs);
  await cancelMeetings(tx, ctx, { connectionId, meetings: rows.map((row) => row.meeting) });
  await forgetOwnEntries(tx, ctx, connectionId, hrefs);
}

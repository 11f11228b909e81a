import { readMeetings, type MappedMeeting } from "@kronika/connectors/calendar/mapper.ts";
import { isOwnEntry } from "@kronika/connectors/calendar/own-entry.ts";
import { parseCalendar } from "@kronika/connectors/calendar/parse-calendar.ts";
import { meetingIdentity } from "@kronika/core/identities.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { cancelMeetings } from "../interactions/cancel-meetings.ts";
import { MAX_BATCH, recordMany, type RecordItem, type RecordResult } from "../interactions/record.ts";
import { announce } from "../outbox.ts";
import { park, settle, type PendingItem, type SettledItem } from "./ledger.ts";
import { followOwnEntry } from "./own-entries.ts";
import { isPoison } from "./poison.ts";
import type { ConnectionRow } from "./run-round.ts";

/** The span in which instances are recorded, and the owner's zone for dates and floating times. */
export interface MeetingWindow {
  from: string;
  to: string;
  timeZone: string;
}

/** What may stand in a calendar object instead of an event (RFC 5545 section 3.6). */
const OTHER_COMPONENT = /^BEGIN:V(?:TODO|JOURNAL|FREEBUSY|AVAILABILITY)\b/im;

/**
 * Records the meetings of one calendar object, each instance one meeting, and settles its ledger row. Instances that stood in it before
 * and stand no longer are cancelled. An object that cannot be recorded is parked with its contents.
 */
export async function recordCalendarObject(ctx: Ctx, connection: ConnectionRow, object: PendingItem, window: MeetingWindow): Promise<void> {
  try {
    const ics = object.raw!.toString("utf8");
    const { events } = parseCalendar(ics);
    if (events.length === 0 && !OTHER_COMPONENT.test(ics)) {
      // Refused by the server, or damaged: that says nothing about the meetings that stood in it.
      await park(ctx, { ...object, reason: "unreadable", receivedAt: null, raw: null });
      return;
    }
    const ownEntry = events.find(isOwnEntry);
    if (ownEntry) await settleOwn(ctx, connection, object, ownEntry.start);
    else await recordMeetings(ctx, connection, object, readMeetings(ics, { ...window, fallbackUid: object.itemId }).meetings);
  } catch (error) {
    if (!isPoison(error)) throw error;
    ctx.log.warn({ err: error, ledger: object.id }, "a calendar object could not be recorded and is parked");
    await park(ctx, { ...object, reason: "not-recorded", receivedAt: null, raw: null });
  }
}

/** What we wrote ourselves is no meeting. */
async function settleOwn(ctx: Ctx, connection: ConnectionRow, object: PendingItem, start: string | null): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const { rows } = await withClient(tx).query<{ etag: string | null }>("SELECT etag FROM ledger WHERE id = $1", [object.id]);
    await followOwnEntry(tx, ctx, connection.id, { href: object.itemId, etag: rows[0]?.etag ?? null, start });
    await settle(tx, ctx, [{ ...settled(object), state: "skipped", reason: "own-entry" }]);
  });
}

async function recordMeetings(ctx: Ctx, connection: ConnectionRow, object: PendingItem, meetings: readonly MappedMeeting[]): Promise<void> {
  const identities = meetings.map(({ meeting }) => meetingIdentity(meeting.iCalUid ?? object.itemId, meeting.originalStart ?? null).value);
  const results: RecordResult[] = [];
  const finish = async (tx: Tx) => {
    const before = await meetingsBefore(tx, object);
    await settle(tx, ctx, [outcome(object, identities, results)]);
    await cancelMeetings(tx, ctx, { connectionId: connection.id, meetings: before.filter((value) => !identities.includes(value)) });
    await announce(tx, ctx, { noun: "connection", id: connection.id });
  };
  // A long series takes several transactions; the row is settled in the last one.
  for (let start = 0; start < meetings.length; start += MAX_BATCH) {
    const last = start + MAX_BATCH >= meetings.length;
    const items = meetings.slice(start, start + MAX_BATCH).map((meeting) => toRecordItem(connection, meeting));
    await recordMany(ctx, items, {
      settle: async (tx, batch) => {
        // A transaction that is tried again gives its results again.
        results.splice(start, batch.length, ...batch);
        if (last) await finish(tx);
      },
    });
  }
  if (meetings.length === 0) await inTransaction(ctx, finish);
}

/** The meetings that the object held when it was recorded the last time. */
async function meetingsBefore(tx: Tx, object: PendingItem): Promise<string[]> {
  const { rows } = await withClient(tx).query<{ meeting: string }>(
    "SELECT jsonb_array_elements_text(trace -> 'meetings') AS meeting FROM ledger WHERE id = $1",
    [object.id],
  );
  return rows.map((row) => row.meeting);
}

/** Captured when one of its meetings was recorded; an object without any in the window is skipped as such. */
function outcome(object: PendingItem, identities: readonly string[], results: readonly RecordResult[]): SettledItem {
  const recorded = results.find((result) => result.state === "recorded");
  if (recorded) {
    const meetings = identities.filter((_, index) => results[index]?.state === "recorded");
    return { ...settled(object), state: "captured", trace: { meetings }, interactionId: recorded.interactionId };
  }
  const skipped = results[0];
  if (!skipped) return { ...settled(object), state: "skipped", reason: "outside-window" };
  const addresses = [...new Set(results.flatMap((result) => result.outsideAddresses))];
  return { ...settled(object), state: "skipped", reason: skipped.reasons[0]?.code ?? "unknown", trace: skipped.reasons, addresses };
}

const settled = (object: PendingItem) => ({
  id: object.id,
  reason: null,
  trace: null,
  addresses: null,
  interactionId: null,
  receivedAt: null,
});

function toRecordItem(connection: ConnectionRow, { meeting, private: isPrivate }: MappedMeeting): RecordItem {
  return { content: meeting, source: "calendar", ownerId: connection.userId, connectionId: connection.id, facts: { private: isPrivate } };
}

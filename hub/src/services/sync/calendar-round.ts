import type { CalendarConnector } from "@kronika/connectors/connector.ts";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { openCalendar } from "../connections/open.ts";
import { enlistCalendar } from "./enlist-calendar.ts";
import { countPending, takePending } from "./ledger.ts";
import type { RoundOptions } from "./mailbox-round.ts";
import { recordCalendarObject, type MeetingWindow } from "./record-calendar-object.ts";
import type { SyncRound } from "./round.ts";
import { runRound, type ConnectionRow } from "./run-round.ts";
import { backfillOf, meetingWindow } from "./backfill.ts";

const ROUND_MS = 10_000;
const TAKEN = 100;

/** One round of a calendar: enlist what changed, then record the meetings of each changed object. */
export async function syncCalendarRound(ctx: Ctx, id: string, { signal, open }: RoundOptions<CalendarConnector> = {}): Promise<SyncRound> {
  return runRound(ctx, id, "calendar", async (connection, credential) => {
    const connector = open?.() ?? openCalendar(ctx, connection.settings, credential);
    try {
      const window = meetingWindow(ctx, await backfillOf(ctx, connection));
      await enlistCalendar(ctx, id, connector, await calendarOf(connection, connector), window.from);
      return await workOff(ctx, connection, window, signal);
    } finally {
      await connector.close().catch(() => {});
    }
  });
}

/** The calendar of the settings, else the first one that is there. */
async function calendarOf({ settings }: ConnectionRow, connector: CalendarConnector): Promise<string> {
  const calendar = settings.calendarId ?? (await connector.calendars())[0]?.id;
  if (calendar === undefined) throw new ConnectorError("not-found", "the account has no calendar");
  return calendar;
}

/** @returns how many objects are due and left for the next round */
async function workOff(ctx: Ctx, connection: ConnectionRow, window: MeetingWindow, signal: AbortSignal | undefined): Promise<number> {
  const started = performance.now();
  for (;;) {
    const due = await takePending(ctx, connection.id, TAKEN);
    // Without contents: the next round lists everything again.
    const here = due.filter((object) => object.raw !== null);
    if (here.length === 0) return due.length;
    for (const object of here) {
      await recordCalendarObject(ctx, connection, object, window);
      if (signal?.aborted || performance.now() - started > ROUND_MS) return countPending(ctx, connection.id);
    }
  }
}

import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { inTransaction } from "../../db/transaction.ts";
import { authorise } from "../authorise.ts";
import { loadEntryCalendar, withEntryCalendar } from "./entry-calendar.ts";

/**
 * Takes the entry of a reminder out of the calendar. May be repeated; one that was removed there already, and a calendar that is no
 * longer connected, are no error.
 * @throws ConnectorError
 */
export async function clearReminderFromCalendar(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx.actor.kind === "system");
  const reminder = await inTransaction(ctx, async (tx) => (await tx.select().from(reminders).where(eq(reminders.id, id)))[0]);
  if (!reminder?.calendarConnectionId || reminder.calendarHref === null) return;
  const { calendarConnectionId, calendarHref } = reminder;
  const calendar = await inTransaction(ctx, (tx) => loadEntryCalendar(tx, calendarConnectionId));
  if (calendar) await withEntryCalendar(ctx, calendar, (connector) => connector.remove(calendar.calendarId, calendarHref));
  await inTransaction(ctx, (tx) =>
    tx
      .update(reminders)
      .set({ calendarConnectionId: null, calendarHref: null, calendarEtag: null })
      .where(and(eq(reminders.id, id), eq(reminders.calendarHref, calendarHref))),
  );
}

import { and, eq, inArray } from "drizzle-orm";
import { reminderUid } from "@kronika/connectors/calendar/own-entry.ts";
import { reminderEntry } from "@kronika/connectors/calendar/write-entry.ts";
import type { CalendarConnector } from "@kronika/connectors/connector.ts";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { reminders } from "../../db/schema/reminders.ts";
import { inTransaction } from "../../db/transaction.ts";
import { authorise } from "../authorise.ts";
import { clearReminderFromCalendar } from "./clear-calendar.ts";
import { findEntryCalendar, withEntryCalendar, type EntryCalendar } from "./entry-calendar.ts";

type Reminder = typeof reminders.$inferSelect;

/** An entry is a mark in the day, not an appointment. */
const MINUTES = 15;

/**
 * Writes the reminder into its person's calendar, or brings the entry there up to date. May be repeated: the entry is known by its UID,
 * and written from the row as it is now. Nothing to do for a reminder that is over; of a person without a
 * calendar that takes reminders, an entry is taken out.
 * @throws ConnectorError
 */
export async function showReminderInCalendar(ctx: Ctx, id: string): Promise<void> {
  authorise(ctx.actor.kind === "system");
  const found = await inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ reminder: reminders, customer: customers.name })
      .from(reminders)
      .leftJoin(customers, eq(customers.id, reminders.customerId))
      .where(and(eq(reminders.id, id), inArray(reminders.state, ["waiting", "due"])));
    const row = rows[0];
    return row && { ...row, calendar: await findEntryCalendar(tx, row.reminder) };
  });
  if (!found) return;
  const { reminder, customer, calendar } = found;
  if (!calendar) return clearReminderFromCalendar(ctx, id);
  // It stands in a calendar that takes no reminders any more: it moves.
  const moves = reminder.calendarConnectionId !== null && reminder.calendarConnectionId !== calendar.connectionId;
  if (moves) await clearReminderFromCalendar(ctx, id);
  const known = moves ? { href: null, etag: null } : { href: reminder.calendarHref, etag: reminder.calendarEtag };
  const written = await withEntryCalendar(ctx, calendar, (connector) => write(ctx, connector, calendar, reminder, customer, known));
  await inTransaction(ctx, (tx) =>
    tx
      .update(reminders)
      .set({ calendarConnectionId: calendar.connectionId, calendarHref: written.href, calendarEtag: written.etag })
      .where(eq(reminders.id, id)),
  );
}

/** As a new version of the one that we know; one that was edited or removed meanwhile is replaced: the row is the truth. */
async function write(
  ctx: Ctx,
  connector: CalendarConnector,
  calendar: EntryCalendar,
  reminder: Reminder,
  customer: string | null,
  known: { href: string | null; etag: string | null },
) {
  const uid = reminderUid(reminder.id);
  const ics = entryText(ctx, reminder, customer);
  try {
    return await connector.put(calendar.calendarId, { ...known, uid, ics });
  } catch (error) {
    if (known.etag === null || !(error instanceof ConnectorError) || (error.meaning !== "rejected" && error.meaning !== "not-found"))
      throw error;
    return connector.put(calendar.calendarId, { href: known.href, etag: null, uid, ics });
  }
}

function entryText(ctx: Ctx, reminder: Reminder, customer: string | null): string {
  const url = new URL("/reminders", ctx.publicUrl);
  url.searchParams.set("id", reminder.id);
  return reminderEntry({
    uid: reminderUid(reminder.id),
    summary: customer === null ? reminder.title : `${reminder.title} (${customer})`,
    description: [reminder.note ?? "", url.href].filter((line) => line !== "").join("\n\n"),
    start: reminder.dueAt.toISOString(),
    minutes: MINUTES,
    url: url.href,
    now: ctx.now().toISOString(),
    // Seconds: every change of the row is later than the one before.
    sequence: Math.floor((reminder.updatedAt.getTime() - reminder.createdAt.getTime()) / 1000),
  });
}

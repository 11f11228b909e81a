import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { CalendarConnector } from "@kronika/connectors/connector.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { connections } from "../../db/schema/connections.ts";
import type { reminders } from "../../db/schema/reminders.ts";
import { openCalendar, unsealCredential } from "../connections/open.ts";

/** A calendar that holds entries of reminders. */
export interface EntryCalendar {
  connectionId: string;
  calendarId: string;
  row: typeof connections.$inferSelect;
}

const connected = and(
  eq(connections.kind, "calendar"),
  isNull(connections.removedAt),
  sql`${connections.settings} ->> 'calendarId' IS NOT NULL`,
);

/** Where the entry of a reminder stands or is to stand: a calendar of its person that takes reminders; null when there is none. */
export async function findEntryCalendar(
  tx: Tx,
  reminder: Pick<typeof reminders.$inferSelect, "userId" | "calendarConnectionId">,
): Promise<EntryCalendar | null> {
  const rows = await tx
    .select()
    .from(connections)
    .where(and(connected, eq(connections.userId, reminder.userId), sql`(${connections.settings} ->> 'writesReminders')::boolean`))
    .orderBy(asc(connections.createdAt), asc(connections.id));
  const row = rows.find(({ id }) => id === reminder.calendarConnectionId) ?? rows[0];
  return row ? toEntryCalendar(row) : null;
}

/** A calendar that holds an entry already; null when it is no longer connected. */
export async function loadEntryCalendar(tx: Tx, connectionId: string): Promise<EntryCalendar | null> {
  const rows = await tx
    .select()
    .from(connections)
    .where(and(connected, eq(connections.id, connectionId)));
  return rows[0] ? toEntryCalendar(rows[0]) : null;
}

/** Opens the calendar, works with it and closes it. @throws ConnectorError */
export async function withEntryCalendar<T>(
  ctx: Ctx,
  { connectionId, row }: EntryCalendar,
  work: (connector: CalendarConnector) => Promise<T>,
): Promise<T> {
  const connector = openCalendar(ctx, row.settings, unsealCredential(ctx, connectionId, row.credential));
  try {
    return await work(connector);
  } finally {
    await connector.close().catch(() => {});
  }
}

const toEntryCalendar = (row: typeof connections.$inferSelect): EntryCalendar => ({
  connectionId: row.id,
  calendarId: row.settings.calendarId ?? "",
  row,
});

import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "../../db/database.ts";
import { connections } from "../../db/schema/connections.ts";
import type { reminders } from "../../db/schema/reminders.ts";

type Reminder = Pick<typeof reminders.$inferSelect, "userId" | "calendarConnectionId" | "calendarHref">;

/** Where the entry of a reminder stands or is to stand: a calendar of its person that takes reminders; null when there is none. */
export async function findEntryCalendar(tx: Tx, reminder: Reminder): Promise<{ connectionId: string } | null> {
  const rows = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.userId, reminder.userId),
        eq(connections.kind, "calendar"),
        isNull(connections.removedAt),
        sql`(${connections.settings} ->> 'writesReminders')::boolean`,
      ),
    )
    .orderBy(asc(connections.createdAt), asc(connections.id));
  const already = rows.find((row) => row.id === reminder.calendarConnectionId);
  const chosen = already ?? rows[0];
  return chosen ? { connectionId: chosen.id } : null;
}

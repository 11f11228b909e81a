import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { settingsOf } from "../organizations/settings.ts";
import type { MeetingWindow } from "./record-calendar-object.ts";
import type { ConnectionRow } from "./run-round.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * From when on a connection's history is read, ISO instant: so many days before it was made (its own setting, else the organisation's);
 * fixed to the day it was made, so that a later listing covers the same items. And the organisation's time zone.
 */
export async function backfillOf(
  ctx: Ctx,
  connection: Pick<ConnectionRow, "createdAt" | "settings">,
): Promise<{ since: string; timeZone: string }> {
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({ settings: organizations.settings, timeZone: organizations.timeZone })
      .from(organizations)
      .where(eq(organizations.id, ctx.orgId)),
  );
  const { settings, timeZone } = found(rows[0], "organization");
  const days = connection.settings.backfillDays ?? settingsOf(settings).backfillDays;
  return { since: new Date(connection.createdAt.getTime() - days * DAY_MS).toISOString(), timeZone };
}

/** How far ahead the instances of series are recorded. */
const AHEAD_DAYS = 180;

/** The span in which the meetings of a connection are recorded. @param since ISO instant */
export const meetingWindow = (ctx: Ctx, { since, timeZone }: { since: string; timeZone: string }): MeetingWindow => ({
  from: since,
  to: new Date(ctx.now().getTime() + AHEAD_DAYS * DAY_MS).toISOString(),
  timeZone,
});

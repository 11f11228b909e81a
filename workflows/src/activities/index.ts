import type { Deps } from "@kronika/hub/context.ts";
import { calendarActivities } from "./calendar.ts";
import { mailboxActivities } from "./mailbox.ts";
import { rematchActivities } from "./rematch.ts";
import { reminderActivities } from "./reminder.ts";

export type { SyncRound } from "@kronika/hub/services/sync/round.ts";

/**
 * All that workflows may do to the world. Each activity is one verb of the hub, called for the system in the organisation that the row
 * belongs to; rules stand in the verbs.
 */
export const createActivities = (deps: Deps) => ({
  ...reminderActivities(deps),
  ...mailboxActivities(deps),
  ...calendarActivities(deps),
  ...rematchActivities(deps),
});

/** The activities as workflows see them. */
export type Activities = ReturnType<typeof createActivities>;

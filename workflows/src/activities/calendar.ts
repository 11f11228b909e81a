import type { RowRef } from "@kronika/core/workflow-contract.ts";
import { systemContext, type Deps } from "@kronika/hub/context.ts";
import { syncCalendarRound } from "@kronika/hub/services/sync/calendar-round.ts";
import type { SyncRound } from "@kronika/hub/services/sync/round.ts";
import { withHeartbeat } from "./heartbeat.ts";

export const calendarActivities = (deps: Deps) => ({
  syncCalendarRound: (ref: RowRef): Promise<SyncRound> =>
    withHeartbeat((signal) => syncCalendarRound(systemContext(deps, ref.orgId), ref.id, { signal })),
});

import type { RowRef } from "@kronika/core/workflow-contract.ts";
import { systemContext, type Deps } from "@kronika/hub/context.ts";
import { advanceRematch } from "@kronika/hub/services/rematch/advance.ts";
import { withHeartbeat } from "./heartbeat.ts";

export const rematchActivities = (deps: Deps) => ({
  advanceRematch: ({ orgId, id }: RowRef): Promise<{ more: boolean }> =>
    withHeartbeat((signal) => advanceRematch(systemContext(deps, orgId), id, { signal })),
});

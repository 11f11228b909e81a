import type { RowRef } from "@kronika/core/workflow-contract.ts";
import { systemContext, type Deps } from "@kronika/hub/context.ts";
import { syncMailboxRound } from "@kronika/hub/services/sync/mailbox-round.ts";
import type { SyncRound } from "@kronika/hub/services/sync/round.ts";
import { watchMailbox } from "@kronika/hub/services/sync/watch-mailbox.ts";
import { withHeartbeat } from "./heartbeat.ts";

export const mailboxActivities = (deps: Deps) => ({
  syncMailboxRound: (ref: RowRef): Promise<SyncRound> =>
    withHeartbeat((signal) => syncMailboxRound(systemContext(deps, ref.orgId), ref.id, { signal })),
  watchMailbox: (ref: RowRef): Promise<void> => withHeartbeat((signal) => watchMailbox(systemContext(deps, ref.orgId), ref.id, { signal })),
});

import type { RowRef } from "@kronika/core/workflow-contract.ts";
import { systemContext, type Deps } from "@kronika/hub/context.ts";
import { clearReminderFromCalendar } from "@kronika/hub/services/reminders/clear-calendar.ts";
import { fallDue } from "@kronika/hub/services/reminders/fall-due.ts";
import { loadReminderForWorkflow, type ReminderForWorkflow } from "@kronika/hub/services/reminders/load-for-workflow.ts";
import { showReminderInCalendar } from "@kronika/hub/services/reminders/show-in-calendar.ts";

export const reminderActivities = (deps: Deps) => ({
  loadReminder: (ref: RowRef): Promise<ReminderForWorkflow> => loadReminderForWorkflow(systemContext(deps, ref.orgId), ref.id),
  async fallDue({ orgId, id, at }: RowRef & { at: string }): Promise<void> {
    await fallDue(systemContext(deps, orgId), { id, at: new Date(at) });
  },
  showInCalendar: (ref: RowRef): Promise<void> => showReminderInCalendar(systemContext(deps, ref.orgId), ref.id),
  clearCalendar: (ref: RowRef): Promise<void> => clearReminderFromCalendar(systemContext(deps, ref.orgId), ref.id),
});

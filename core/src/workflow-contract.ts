/**
 * What the hub and the worker agree on: names, inputs and ids of workflows. The hub starts and signals by these names and never
 * imports a workflow; payloads carry ids, dates and counts only (see ARCHITECTURE.md, "Temporal holds no content").
 */

/** Task queues. `watch` holds long-polling activities (IMAP IDLE), so that they never take the slots of work; `bulk` paces mass starts. */
export const taskQueues = { main: "kronika", watch: "kronika-watch", bulk: "kronika-bulk" } as const;

/** Workflow types. Each runs at most once per row: see {@link workflowId}. */
export const workflowNames = {
  syncMailbox: "syncMailbox",
  syncCalendar: "syncCalendar",
  reminder: "reminder",
  rematch: "rematch",
} as const;
export type WorkflowName = keyof typeof workflowNames;

/** The only input of every workflow: which row it keeps. Both are UUIDs. */
export interface RowRef {
  orgId: string;
  id: string;
}

/**
 * The one signal that every workflow takes: "your row has changed, read it again". The row in PostgreSQL is the truth; the signal
 * carries nothing, so that a repeated or reordered one is harmless.
 */
export const changedSignal = "changed";

/** Workflow id from type, organisation and row: a repeated start finds the running one. */
export function workflowId(name: WorkflowName, ref: RowRef): string {
  return `${name}:${ref.orgId}:${ref.id}`;
}

/** Reads an id made by {@link workflowId}; null for any other text. */
export function parseWorkflowId(id: string): ({ name: WorkflowName } & RowRef) | null {
  const [name, orgId, rowId, ...rest] = id.split(":");
  if (!name || !orgId || !rowId || rest.length > 0 || !(name in workflowNames)) return null;
  return { name: name as WorkflowName, orgId, id: rowId };
}

import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { RowRef, WorkflowName } from "@kronika/core/workflow-contract.ts";
import { systemContext, type Deps } from "../context.ts";
import type { Tx } from "../db/database.ts";
import { connections } from "../db/schema/connections.ts";
import { organizations } from "../db/schema/organizations.ts";
import { rematches } from "../db/schema/rematches.ts";
import { reminders } from "../db/schema/reminders.ts";
import { inScope, inTransaction } from "../db/transaction.ts";
import type { TemporalClient } from "../temporal/client.ts";

/** What reconciling did. `started`: open rows without a workflow. `told`: workflows of rows that are over. `ended`: workflows of rows that are gone. */
export interface Reconciled {
  started: number;
  told: number;
  ended: number;
}

/** Ids read and compared at once. */
const PAGE = 1000;
/** Calls to Temporal side by side: a restore of 100,000 reminders must leave room for the day's work. */
const PARALLEL = 10;
/** More than this is a mass start, and goes to the bulk queue. */
const BULK_ABOVE = 100;

/**
 * Makes open rows and running workflows equal again: after a restore, a lost Temporal, or an outbox that was emptied by hand. The
 * rows are the truth. A workflow without an open row reads its row and ends; one whose row does not exist is terminated; those of
 * organisations that this installation does not know are somebody else's and left alone. Everything may be repeated, by several hubs at
 * once: starting is signalWithStart.
 * @throws when Temporal or the database is down
 */
export async function reconcile(
  deps: Deps,
  temporal: Pick<TemporalClient, "changed" | "running" | "terminate">,
  options: { signal?: AbortSignal } = {},
): Promise<Reconciled> {
  const orgIds = await inScope(deps.database, { relay: true }, async (tx) =>
    (await tx.select({ id: organizations.id }).from(organizations)).map((row) => row.id),
  );
  const total: Reconciled = { started: 0, told: 0, ended: 0 };
  for (const name of Object.keys(openRows) as WorkflowName[]) {
    const running = await runningByOrganization(temporal, name);
    for (const orgId of orgIds) {
      const left = running.get(orgId) ?? new Set<string>();
      total.started += await startMissing(deps, temporal, name, orgId, left, options.signal);
      const { told, ended } = await endSuperfluous(deps, temporal, name, orgId, [...left], options.signal);
      total.told += told;
      total.ended += ended;
    }
  }
  deps.log.info({ ...total }, "open rows and workflows are equal");
  return total;
}

/** A page of rows that must have a workflow, by id. */
type OpenRows = (tx: Tx, after: string, limit: number) => Promise<{ id: string }[]>;

const NIL = "00000000-0000-0000-0000-000000000000";

const openConnections =
  (kind: "mailbox" | "calendar"): OpenRows =>
  (tx, after, limit) =>
    tx
      .select({ id: connections.id })
      .from(connections)
      .where(and(isNull(connections.removedAt), eq(connections.kind, kind), gt(connections.id, after)))
      .orderBy(connections.id)
      .limit(limit);

const openRows: Record<WorkflowName, OpenRows> = {
  syncMailbox: openConnections("mailbox"),
  syncCalendar: openConnections("calendar"),
  reminder: (tx, after, limit) =>
    tx
      .select({ id: reminders.id })
      .from(reminders)
      .where(and(inArray(reminders.state, ["waiting", "due"]), gt(reminders.id, after)))
      .orderBy(reminders.id)
      .limit(limit),
  rematch: (tx, after, limit) =>
    tx
      .select({ id: rematches.id })
      .from(rematches)
      .where(and(inArray(rematches.state, ["comparing", "applying", "undoing"]), gt(rematches.id, after)))
      .orderBy(rematches.id)
      .limit(limit),
};

/** Rows of which one finds out whether they exist at all. */
const tables = { syncMailbox: connections, syncCalendar: connections, reminder: reminders, rematch: rematches } as const;

async function runningByOrganization(temporal: Pick<TemporalClient, "running">, name: WorkflowName): Promise<Map<string, Set<string>>> {
  const running = new Map<string, Set<string>>();
  for await (const { orgId, id } of temporal.running(name)) running.set(orgId, (running.get(orgId) ?? new Set()).add(id));
  return running;
}

/** Starts what is open and not running. Takes every open row out of `running`: what is left in it is superfluous. */
async function startMissing(
  deps: Deps,
  temporal: Pick<TemporalClient, "changed">,
  name: WorkflowName,
  orgId: string,
  running: Set<string>,
  signal?: AbortSignal,
): Promise<number> {
  let started = 0;
  for (let after = NIL; ;) {
    const page = await inTransaction(systemContext(deps, orgId), (tx) => openRows[name](tx, after, PAGE));
    const missing = page.filter(({ id }) => !running.delete(id)).map(({ id }) => ({ orgId, id }));
    const bulk = name === "reminder" && missing.length > BULK_ABOVE;
    await inParallel(missing, (ref) => temporal.changed(name, ref, { bulk }), signal);
    started += missing.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return started;
    after = last.id;
  }
}

async function endSuperfluous(
  deps: Deps,
  temporal: Pick<TemporalClient, "changed" | "terminate">,
  name: WorkflowName,
  orgId: string,
  ids: string[],
  signal?: AbortSignal,
) {
  const result = { told: 0, ended: 0 };
  for (let start = 0; start < ids.length; start += PAGE) {
    const page = ids.slice(start, start + PAGE);
    const table = tables[name];
    const rows = await inTransaction(systemContext(deps, orgId), (tx) =>
      tx.select({ id: table.id }).from(table).where(inArray(table.id, page)),
    );
    const there = new Set(rows.map((row) => row.id));
    const end = async (ref: RowRef) => {
      if (there.has(ref.id)) await temporal.changed(name, ref);
      else await temporal.terminate(name, ref);
    };
    await inParallel(
      page.map((id) => ({ orgId, id })),
      end,
      signal,
    );
    result.told += there.size;
    result.ended += page.length - there.size;
  }
  return result;
}

/** A few calls at a time; the signal ends the work before the next one. */
async function inParallel(refs: readonly RowRef[], work: (ref: RowRef) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const queue = [...refs];
  const next = () => (signal?.aborted ? undefined : queue.pop());
  const worker = async () => {
    for (let ref = next(); ref; ref = next()) await work(ref);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, queue.length) }, worker));
}

import { workflowNames, type WorkflowName } from "@kronika/core/workflow-contract.ts";
import type { Deps } from "../context.ts";
import { createListener } from "../db/listen.ts";
import { inScope } from "../db/transaction.ts";
import { channels } from "../services/outbox.ts";
import { postponeRows, removeRows, takeRows, type OutboxRow } from "../services/outbox-queue.ts";
import { createBell } from "./bell.ts";
import { isUnavailable, type TemporalClient } from "./client.ts";

/** Rows of one transaction, sent side by side. */
const BATCH = 100;
/** Of them, how many are the newest while there is a backlog. */
const NEWEST = 20;
const POLL_MS = 1000;
/** While Temporal or the database is down: 1 s, 2 s, 4 s, then every 5 s, so that both are found again soon after their return. */
const MAX_PAUSE_MS = 5000;
/** The longest pause between two batches of a backlog. */
const MAX_BREATH_MS = 1000;
export interface Relay {
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

type RelayDeps = Pick<Deps, "database" | "log">;

/**
 * Carries the outbox to Temporal, at least once: every row is a `signalWithStart` of its workflow, and is deleted in the transaction
 * that holds it locked. Several hubs share the work (`SKIP LOCKED`). Woken by the writers' NOTIFY; polls too, because a notification
 * may be lost with its connection. Temporal or database down: the rows wait and the hub goes on.
 */
export function startRelay(deps: RelayDeps, temporal: Pick<TemporalClient, "changed">): Relay {
  const bell = createBell();
  /** Rung by stop alone: while something is down, new rows are no reason to try sooner. */
  const halt = createBell();
  const listener = createListener(deps.database, channels.outbox, () => bell.ring());
  const stopping = new AbortController();

  const run = async () => {
    let failures = 0;
    let backlog = false;
    while (!stopping.signal.aborted) {
      try {
        await listener.ensure();
        const began = performance.now();
        const { taken, unavailable } = await relayBatch(deps, temporal, { backlog });
        backlog = taken === BATCH;
        // A mass takes half of the time at most: Temporal and its worker have reminders to ring meanwhile.
        if (backlog && !unavailable) await halt.wait(Math.min(performance.now() - began, MAX_BREATH_MS));
        failures = unavailable ? failures + 1 : 0;
        if (failures === 1) deps.log.warn({ part: "relay" }, "Temporal does not answer; the outbox waits");
      } catch (error) {
        failures += 1;
        if (failures === 1) deps.log.warn({ part: "relay", err: error }, "the outbox cannot be read; trying again");
      }
      if (stopping.signal.aborted) break;
      if (failures > 0) await halt.wait(Math.min(500 * 2 ** failures, MAX_PAUSE_MS));
      else if (!backlog) await bell.wait(POLL_MS);
    }
    listener.close();
  };

  const done = run();
  return {
    async stop() {
      stopping.abort();
      bell.ring();
      halt.ring();
      await done;
    },
  };
}

/**
 * One batch, one transaction. While more than one batch is waiting (an import, a restore), the day's work must not stand in line behind
 * it: a share of every batch is the newest rows, and the reminders among the others go to the bulk queue.
 */
async function relayBatch(deps: RelayDeps, temporal: Pick<TemporalClient, "changed">, { backlog }: { backlog: boolean }) {
  return inScope(deps.database, { relay: true }, async (tx) => {
    const newest = backlog ? await takeRows(tx, "newest", NEWEST) : [];
    const oldest = await takeRows(
      tx,
      "oldest",
      BATCH - newest.length,
      newest.map((row) => row.id),
    );
    const sent = [...(await sendAll(deps, temporal, newest, false)), ...(await sendAll(deps, temporal, oldest, backlog))];
    const idsOf = (outcome: Outcome) => sent.filter((s) => s.outcome === outcome).flatMap((s) => s.same.map((row) => row.id));
    const [done, refused] = [idsOf("sent"), idsOf("refused")];
    await removeRows(tx, done);
    await postponeRows(tx, refused);
    return { taken: newest.length + oldest.length, unavailable: idsOf("unavailable").length > 0 };
  });
}

const sendAll = (deps: RelayDeps, temporal: Pick<TemporalClient, "changed">, rows: OutboxRow[], bulk: boolean) =>
  Promise.all([...byTarget(rows)].map(async ([target, same]) => ({ same, outcome: await send(deps, temporal, target, bulk) })));

type Outcome = "sent" | "refused" | "unavailable";

/** Rows of the same workflow are one signal: "read your row again" says the same twice. */
function byTarget(rows: OutboxRow[]): Map<OutboxRow, OutboxRow[]> {
  const groups = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const key = `${row.name}:${row.orgId}:${row.rowId}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return new Map([...groups.values()].map((same) => [same[0]!, same]));
}

async function send(deps: RelayDeps, temporal: Pick<TemporalClient, "changed">, row: OutboxRow, bulk: boolean): Promise<Outcome> {
  try {
    // Written by a newer version that was rolled back: kept for its return.
    if (!isWorkflowName(row.name)) throw new Error("unknown workflow");
    await temporal.changed(row.name, { orgId: row.orgId, id: row.rowId }, { bulk: bulk && row.name === "reminder" });
    return "sent";
  } catch (error) {
    if (isUnavailable(error)) return "unavailable";
    deps.log.error(
      { part: "relay", err: error, name: row.name, rowId: row.rowId, attempts: row.attempts + 1 },
      "Temporal refused a row of the outbox",
    );
    return "refused";
  }
}

const isWorkflowName = (name: string): name is WorkflowName => Object.hasOwn(workflowNames, name);

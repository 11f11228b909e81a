// Records the histories that replay.test.ts replays: today's workflows, through all their states, with made-up activities. Earlier
// recordings stay: workflows that began under an older version must go on under this one.
//   node scripts/record-histories.ts
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Context } from "@temporalio/activity";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { ConnectorError } from "@kronika/core/errors.ts";
import { workflowId, type RowRef, type WorkflowName } from "@kronika/core/workflow-contract.ts";
import type { ReminderForWorkflow } from "@kronika/hub/services/reminders/load-for-workflow.ts";
import type { Activities, SyncRound } from "../src/activities/index.ts";
import { historiesFolder } from "../src/testing/histories.ts";
import { newRef, startWorkflowTest } from "../src/testing/harness.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const temporal = await startWorkflowTest();

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 600) throw new Error("the scenario does not come to its end");
    await sleep(50);
  }
}

async function record(
  name: string,
  workflow: WorkflowName,
  activities: Partial<Activities>,
  scenario: (ref: RowRef) => Promise<void>,
): Promise<void> {
  const file = new URL(`${new Date().toISOString().slice(0, 10)}-${name}.json`, historiesFolder);
  if (existsSync(file)) {
    console.log(`${name}: recorded today already`);
    return;
  }
  const ref = newRef();
  await temporal.withWorker(activities, async () => {
    await temporal.start(workflow, ref);
    await scenario(ref);
    await until(async () => (await temporal.status(workflow, ref)) === "COMPLETED");
    const history = await temporal.client.workflow.getHandle(workflowId(workflow, ref)).fetchHistory();
    await writeFile(
      file,
      `${JSON.stringify({ workflowId: workflowId(workflow, ref), history: JSON.parse(historyToJSON(history)) as unknown }, null, 1)}\n`,
    );
    console.log(`${name}: ${history.events?.length} events`);
  });
}

/** A reminder's row in memory. */
function reminderRow(dueAt: string) {
  const row = { phase: "waiting" as "waiting" | "due" | "over", dueAt, calendar: "wanted" as const, version: "1" };
  let failures = 2;
  return Object.assign(row, {
    shown: 0,
    activities: {
      loadReminder: async (): Promise<ReminderForWorkflow> =>
        row.phase === "over" ? { phase: "over" } : { phase: row.phase, dueAt: row.dueAt, calendar: row.calendar, version: row.version },
      async fallDue() {
        row.phase = "due";
        row.version += "'";
      },
      async showInCalendar() {
        if (failures-- > 0) throw new ConnectorError("retry", "503");
      },
      async clearCalendar() {},
    } satisfies Partial<Activities>,
  });
}

const due = reminderRow(await temporal.inMs(90 * DAY_MS));
await record("reminder-due-snoozed-done", "reminder", due.activities, async (ref) => {
  await temporal.env.sleep(DAY_MS);
  due.dueAt = await temporal.inMs(10 * DAY_MS);
  due.version = "2";
  await temporal.changed("reminder", ref);
  await temporal.env.sleep(11 * DAY_MS);
  await until(() => due.phase === "due");
  Object.assign(due, { phase: "waiting", dueAt: await temporal.inMs(DAY_MS), version: "3" });
  await temporal.changed("reminder", ref);
  await temporal.env.sleep(2 * DAY_MS);
  await until(() => (due.phase as string) === "due");
  due.phase = "over";
  await temporal.changed("reminder", ref);
});

const closed = reminderRow(await temporal.inMs(3 * DAY_MS));
await record("reminder-closed-by-reply", "reminder", closed.activities, async (ref) => {
  await temporal.env.sleep(DAY_MS);
  closed.phase = "over";
  await temporal.changed("reminder", ref);
});

/** Rounds one after the other; a watch that ends when it is told. */
function connection(rounds: SyncRound[]) {
  const state = { rounds, done: 0, news: () => {} };
  const round = async () => {
    state.done += 1;
    return state.rounds.shift() ?? { state: "ok" as const, pending: 0 };
  };
  return Object.assign(state, {
    activities: {
      syncMailboxRound: round,
      syncCalendarRound: round,
      watchMailbox: () => Promise.race([new Promise<void>((resolve) => (state.news = resolve)), Context.current().cancelled]),
    } satisfies Partial<Activities>,
  });
}

const troubles: SyncRound[] = [
  { state: "ok", pending: 300 },
  { state: "ok", pending: 0 },
];
const mailbox = connection([...troubles]);
await record("sync-mailbox", "syncMailbox", mailbox.activities, async (ref) => {
  await until(() => mailbox.done === 2);
  await sleep(500);
  mailbox.rounds.push(
    { state: "failing", pending: 0 },
    { state: "failing", pending: 0, retryAfterMs: 60_000 },
    { state: "reauthorise", pending: 0 },
  );
  mailbox.news();
  await until(() => mailbox.done === 3);
  await temporal.env.sleep(DAY_MS / 24);
  await until(() => mailbox.done === 5);
  mailbox.rounds.push({ state: "gone", pending: 0 });
  await temporal.changed("syncMailbox", ref);
});

const calendar = connection([...troubles]);
await record("sync-calendar", "syncCalendar", calendar.activities, async (ref) => {
  await until(() => calendar.done === 2);
  await temporal.env.sleep(5 * 60_000);
  calendar.rounds.push({ state: "paused", pending: 0 });
  await temporal.changed("syncCalendar", ref);
  await temporal.env.sleep(DAY_MS / 2);
  calendar.rounds.push({ state: "gone", pending: 0 });
  await temporal.changed("syncCalendar", ref);
});

await temporal.close();

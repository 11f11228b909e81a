import { afterAll, beforeAll, expect, test } from "vitest";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { ReminderForWorkflow } from "@kronika/hub/services/reminders/load-for-workflow.ts";
import type { Activities } from "../activities/index.ts";
import type { RowRef } from "@kronika/core/workflow-contract.ts";
import { newRef, startWorkflowTest, type WorkflowTest } from "../testing/harness.ts";
import { eventually } from "../testing/eventually.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

let temporal: WorkflowTest;
beforeAll(async () => {
  temporal = await startWorkflowTest();
});
afterAll(() => temporal.close());

/** One row of reminders in memory, and what the workflow did with it. */
function oneRow(first: { dueAt: string; calendar?: "wanted" | "not" }) {
  const row = {
    phase: "waiting" as "waiting" | "due" | "over",
    dueAt: first.dueAt,
    calendar: first.calendar ?? ("not" as const),
    version: "1",
  };
  const did: string[] = [];
  const fellDueAt: string[] = [];
  const activities: Pick<Activities, "loadReminder" | "fallDue" | "showInCalendar" | "clearCalendar"> = {
    loadReminder: async (): Promise<ReminderForWorkflow> => (row.phase === "over" ? { phase: "over" } : { ...row, phase: row.phase }),
    async fallDue({ at }) {
      if (row.phase !== "waiting" || at < row.dueAt) return;
      row.phase = "due";
      row.version += "'";
      did.push("due");
      fellDueAt.push(at);
    },
    async showInCalendar() {
      did.push("shown");
    },
    async clearCalendar() {
      did.push("cleared");
    },
  };
  return { row, did, fellDueAt, activities };
}

/**
 * Runs a test with a worker, and brings the reminder to its end: what is open when the worker stops would hold the server's clock in the
 * next test.
 */
async function withReminder(
  ref: RowRef,
  row: { phase: string },
  activities: Partial<Activities>,
  test: () => Promise<void>,
): Promise<void> {
  await temporal.withWorker(activities, async () => {
    await test();
    row.phase = "over";
    if ((await temporal.status("reminder", ref)) === "RUNNING") await temporal.changed("reminder", ref);
    await eventually(async () => expect(await temporal.status("reminder", ref)).toBe("COMPLETED"));
  });
}

test("a reminder in 90 days is due in 90 days, and ends when it is done", async () => {
  const ref = newRef();
  const dueAt = await temporal.inMs(90 * DAY_MS);
  const { row, did, fellDueAt, activities } = oneRow({ dueAt });
  await withReminder(ref, row, activities, async () => {
    await temporal.start("reminder", ref);
    await temporal.env.sleep(89 * DAY_MS);
    expect(did).toEqual([]);
    await temporal.env.sleep(DAY_MS);
    await eventually(() => expect(did).toEqual(["due"]));
    expect(Date.parse(fellDueAt[0]!) - Date.parse(dueAt)).toBeLessThan(60_000);

    row.phase = "over";
    await temporal.changed("reminder", ref);
    await eventually(async () => expect(await temporal.status("reminder", ref)).toBe("COMPLETED"));
    expect(did).toEqual(["due", "cleared"]);
  });
});

test("a reminder that is moved while it waits is due at the new time only", async () => {
  const ref = newRef();
  const { row, did, fellDueAt, activities } = oneRow({ dueAt: await temporal.inMs(3 * DAY_MS) });
  await withReminder(ref, row, activities, async () => {
    await temporal.start("reminder", ref);
    await temporal.env.sleep(DAY_MS);
    row.dueAt = await temporal.inMs(10 * DAY_MS);
    await temporal.changed("reminder", ref);
    await temporal.env.sleep(9 * DAY_MS);
    expect(did).toEqual([]);
    await temporal.env.sleep(1.1 * DAY_MS);
    await eventually(() => expect(did).toEqual(["due"]));
    expect(Date.parse(fellDueAt[0]!)).toBeGreaterThanOrEqual(Date.parse(row.dueAt));
  });
});

test("a reply closes a waiting reminder: it never falls due", async () => {
  const ref = newRef();
  const { row, did, activities } = oneRow({ dueAt: await temporal.inMs(3 * DAY_MS) });
  await withReminder(ref, row, activities, async () => {
    await temporal.start("reminder", ref);
    await temporal.env.sleep(DAY_MS);
    row.phase = "over";
    await temporal.changed("reminder", ref);
    await eventually(async () => expect(await temporal.status("reminder", ref)).toBe("COMPLETED"));
    expect(did).toEqual(["cleared"]);
  });
});

test("a snoozed reminder waits again and is due a second time", async () => {
  const ref = newRef();
  const { row, did, activities } = oneRow({ dueAt: await temporal.inMs(DAY_MS) });
  await withReminder(ref, row, activities, async () => {
    await temporal.start("reminder", ref);
    await temporal.env.sleep(1.1 * DAY_MS);
    await eventually(() => expect(did).toEqual(["due"]));
    row.phase = "waiting";
    row.dueAt = await temporal.inMs(2 * DAY_MS);
    await temporal.changed("reminder", ref);
    await temporal.env.sleep(2.1 * DAY_MS);
    await eventually(() => expect(did).toEqual(["due", "due"]));
  });
});

test("a calendar that answers 500 for days does not hold up the reminder, and gets the entry when it is well again", async () => {
  const ref = newRef();
  const { row, did, activities } = oneRow({ dueAt: await temporal.inMs(3 * DAY_MS), calendar: "wanted" });
  let broken = true;
  let tries = 0;
  const showInCalendar = async () => {
    tries += 1;
    if (broken) throw new ConnectorError("retry", "500 Internal Server Error");
    did.push("shown");
  };
  await withReminder(ref, row, { ...activities, showInCalendar }, async () => {
    await temporal.start("reminder", ref);
    await eventually(() => expect(tries).toBeGreaterThan(0));
    await temporal.env.sleep(3.1 * DAY_MS);
    await eventually(() => expect(did).toEqual(["due"]));
    expect(tries).toBeGreaterThan(3);
    broken = false;
    await temporal.env.sleep(1.1 * DAY_MS);
    await eventually(() => expect(did).toEqual(["due", "shown"]));
    expect(row.phase).toBe("due");
  });
});

test("what stands in the calendar is written again only when it reads differently", async () => {
  const ref = newRef();
  const { row, did, activities } = oneRow({ dueAt: await temporal.inMs(30 * DAY_MS), calendar: "wanted" });
  await withReminder(ref, row, activities, async () => {
    await temporal.start("reminder", ref);
    await eventually(() => expect(did).toEqual(["shown"]));
    await temporal.changed("reminder", ref);
    await temporal.env.sleep(DAY_MS);
    expect(did).toEqual(["shown"]);
    row.version = "2";
    await temporal.changed("reminder", ref);
    await eventually(() => expect(did).toEqual(["shown", "shown"]));
  });
});

test("a calendar that is back is written to at once, not when the next try would be due", async () => {
  const ref = newRef();
  const { row, did, activities } = oneRow({ dueAt: await temporal.inMs(300 * DAY_MS), calendar: "wanted" });
  let broken = true;
  const showInCalendar = async () => {
    if (broken) throw new ConnectorError("retry", "503", { retryAfterMs: 100 * DAY_MS });
    did.push("shown");
  };
  await withReminder(ref, row, { ...activities, showInCalendar }, async () => {
    await temporal.start("reminder", ref);
    await temporal.env.sleep(10 * DAY_MS);
    broken = false;
    await temporal.env.sleep(DAY_MS);
    expect(did).toEqual([]);
    await temporal.changed("reminder", ref);
    await eventually(() => expect(did).toEqual(["shown"]));
  });
});

test("a reminder that is reopened while its entry is taken out goes on", async () => {
  const ref = newRef();
  const { row, did, activities } = oneRow({ dueAt: await temporal.inMs(3 * DAY_MS) });
  let clearing = 0;
  let broken = true;
  const clearCalendar = async () => {
    clearing += 1;
    if (broken) throw new ConnectorError("retry", "503");
  };
  await withReminder(ref, row, { ...activities, clearCalendar }, async () => {
    await temporal.start("reminder", ref);
    row.phase = "over";
    await temporal.changed("reminder", ref);
    await eventually(() => expect(clearing).toBeGreaterThan(0));
    row.phase = "waiting";
    await temporal.changed("reminder", ref);
    await temporal.env.sleep(3.1 * DAY_MS);
    await eventually(() => expect(did).toEqual(["due"]));
    broken = false;
  });
});

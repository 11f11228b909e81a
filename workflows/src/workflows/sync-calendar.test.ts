import { afterAll, beforeAll, expect, test } from "vitest";
import type { SyncRound } from "../activities/index.ts";
import { newRef, startWorkflowTest, type WorkflowTest } from "../testing/harness.ts";
import { eventually } from "../testing/eventually.ts";

let temporal: WorkflowTest;
beforeAll(async () => {
  temporal = await startWorkflowTest();
});
afterAll(() => temporal.close());

test("a calendar is looked at every minute, and at once when somebody asks", async () => {
  const looks: number[] = [];
  let answer: SyncRound = { state: "ok", pending: 0 };
  const syncCalendarRound = async () => {
    looks.push(await temporal.env.currentTimeMs());
    return answer;
  };
  const ref = newRef();
  await temporal.withWorker({ syncCalendarRound }, async () => {
    await temporal.start("syncCalendar", ref);
    await eventually(() => expect(looks).toHaveLength(1));
    await temporal.env.sleep(210_000);
    await eventually(() => expect(looks).toHaveLength(4));
    expect(looks.slice(1).map((at, index) => Math.round((at - looks[index]!) / 1000))).toEqual([60, 60, 60]);
    answer = { state: "gone", pending: 0 };
    await temporal.changed("syncCalendar", ref);
    await eventually(async () => expect(await temporal.status("syncCalendar", ref)).toBe("COMPLETED"));
    expect(looks).toHaveLength(5);
  });
});

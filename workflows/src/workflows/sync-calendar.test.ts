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
  let looks = 0;
  let answer: SyncRound = { state: "ok", pending: 0 };
  const syncCalendarRound = async () => {
    looks += 1;
    return answer;
  };
  const ref = newRef();
  await temporal.withWorker({ syncCalendarRound }, async () => {
    await temporal.start("syncCalendar", ref);
    await eventually(() => expect(looks).toBe(1));
    await temporal.env.sleep(210_000);
    await eventually(() => expect(looks).toBe(4));
    expect((await temporal.waits("syncCalendar", ref)).slice(0, 3)).toEqual(
      Array.from({ length: 3 }, () => ({ seconds: 60, cutShort: false })),
    );
    answer = { state: "gone", pending: 0 };
    await temporal.changed("syncCalendar", ref);
    await eventually(async () => expect(await temporal.status("syncCalendar", ref)).toBe("COMPLETED"));
    expect(looks).toBe(5);
    expect((await temporal.waits("syncCalendar", ref))[3]).toEqual({ seconds: 60, cutShort: true });
  });
});

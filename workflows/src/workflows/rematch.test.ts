import { afterAll, beforeAll, expect, test } from "vitest";
import { newRef, startWorkflowTest, type WorkflowTest } from "../testing/harness.ts";
import { eventually } from "../testing/eventually.ts";

let temporal: WorkflowTest;
beforeAll(async () => {
  temporal = await startWorkflowTest();
});
afterAll(() => temporal.close());

test("a rematch is taken on until nothing is left to do, through a step that fails, and ends", async () => {
  const answers: (boolean | Error)[] = [true, new Error("the database is down"), true, false];
  let steps = 0;
  const advanceRematch = async () => {
    const answer = answers[steps++];
    if (answer instanceof Error) throw answer;
    return { more: answer ?? false };
  };
  const ref = newRef();
  await temporal.withWorker({ advanceRematch }, async () => {
    await temporal.start("rematch", ref);
    await eventually(async () => expect(await temporal.status("rematch", ref)).toBe("COMPLETED"));
    expect(steps).toBe(4);
  });
});

test("a decision that arrives during the last step is still followed", async () => {
  const ref = newRef();
  let steps = 0;
  const advanceRematch = async () => {
    steps += 1;
    if (steps === 1) await temporal.changed("rematch", ref);
    return { more: false };
  };
  await temporal.withWorker({ advanceRematch }, async () => {
    await temporal.start("rematch", ref);
    await eventually(async () => expect(await temporal.status("rematch", ref)).toBe("COMPLETED"));
    expect(steps).toBe(2);
  });
});

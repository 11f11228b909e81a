import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundleOption } from "@temporalio/worker";
import { DeterminismViolationError } from "@temporalio/workflow";
import { beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "@kronika/hub/log.ts";
import { createDataConverter, failureConverterPath } from "@kronika/hub/temporal/data-converter.ts";
import { ensureWorkflowBundle } from "./bundle.ts";
import { installRuntime } from "./runtime.ts";
import { testKeys } from "./testing/harness.ts";
import { recordedHistories, type RecordedHistory } from "./testing/histories.ts";

beforeAll(() => installRuntime(createLogger({ level: "silent", part: "test" })));

const replay = (workflowBundle: WorkflowBundleOption, { history, workflowId }: RecordedHistory) =>
  Worker.runReplayHistory({ workflowBundle, dataConverter: createDataConverter(testKeys) }, history, workflowId);

describe("workflows that began under an earlier version go on under this one", () => {
  test.each(recordedHistories())("$name", async (recorded) => {
    const { path: codePath } = await ensureWorkflowBundle();
    await expect(replay({ codePath }, recorded)).resolves.toBeUndefined();
  });
});

test("a change that running workflows would not survive is found out", async () => {
  const planted = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("./testing/changed-workflows.ts", import.meta.url)),
    failureConverterPath,
    logger: new DefaultLogger("ERROR"),
  });
  const reminders = recordedHistories().filter(({ name }) => name.includes("reminder"));
  expect(reminders.length).toBeGreaterThan(0);
  for (const recorded of reminders) await expect(replay(planted, recorded)).rejects.toThrow(DeterminismViolationError);
});

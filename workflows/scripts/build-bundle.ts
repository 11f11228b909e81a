// Builds dist/workflow-bundle.js, the code of all workflows for the worker's sandbox, if it is not up to date.
import { ensureWorkflowBundle } from "../src/bundle.ts";

const { path, built } = await ensureWorkflowBundle();
console.log(`${built ? "built" : "up to date"}: ${path}`);

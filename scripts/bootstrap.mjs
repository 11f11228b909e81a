#!/usr/bin/env node
// The door of the repository's commands: `npm start`, `npm test`, `pnpm verify` ... On a fresh clone it fetches what is missing, then
// goes on under Node 24. Runs on Node >= 20.3 with nothing installed.
import { handOver } from "./lib/hand-over.mjs";
import { say } from "./lib/say.mjs";

/** Task -> script and its first arguments. */
const TASKS = {
  start: ["hub/src/cli/main.ts", "start"],
  test: ["scripts/test.ts"],
  verify: ["scripts/verify.ts"],
  scenarios: ["scripts/scenarios.ts"],
  bench: ["scripts/bench.ts"],
  "check-api": ["scripts/check-api.ts"],
  "inspect-page": ["extension/scripts/inspect-page.ts"],
};

const [task, ...rest] = process.argv.slice(2);
if (task === undefined || !Object.hasOwn(TASKS, task)) {
  say(`✗ There is no task "${task ?? ""}": choose one of ${Object.keys(TASKS).join(", ")}.`);
  process.exit(2);
}
const [script = "", ...first] = TASKS[/** @type {keyof typeof TASKS} */ (task)];
// pnpm hands a leading "--" on, npm does not.
await handOver(script, [...first, ...(rest[0] === "--" ? rest.slice(1) : rest)]);

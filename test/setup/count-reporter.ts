import { appendFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Where the sums go: one JSON line per run, for the closing line of `npm test`. */
export const COUNTS_FILE = "KRONIKA_TEST_COUNTS";

/** What a run of vitest came to. A file that could not be loaded and an error outside of any test count as failures. */
export type Counts = { passed: number; failed: number; skipped: number };

/** Adds the sums of this run to the file that COUNTS_FILE names. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        counts[state === "passed" || state === "failed" ? state : "skipped"] += 1;
      }
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) counts.failed += 1;
    }
    const path = process.env[COUNTS_FILE];
    if (path) appendFileSync(path, `${JSON.stringify(counts)}\n`);
  }
}

import { basename } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import "./figure.ts";

/** One line per promise (a file of test/scenarios): `ok NAME - figure`, `not ok NAME - why`, `skipped NAME - why`. */
export default class ScenarioReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    process.stdout.write(`${lineOf(module)}\n`);
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly { message: string }[]): void {
    for (const error of errors) process.stdout.write(`not ok (outside of any scenario) - ${oneLine(error.message)}\n`);
  }
}

function lineOf(module: TestModule): string {
  const name = basename(module.moduleId).replace(/\.test\.ts$/, "");
  const tests = [...module.children.allTests()];
  const broken = module.errors()[0] ?? suiteError(module);
  if (broken) return `not ok ${name} - ${oneLine(broken.message)}`;
  const failed = tests.find((test) => test.result().state === "failed");
  if (failed) return `not ok ${name} - ${failed.name}: ${oneLine(failed.result().errors?.[0]?.message ?? "")}`;
  const passed = tests.filter((test) => test.result().state === "passed");
  if (passed.length === 0) return `skipped ${name} - ${tests[0] ? skipReason(tests[0]) : "no test"}`;
  const figures = passed.flatMap((test) => test.meta().figure ?? []);
  const skipped = tests.length - passed.length;
  const rest = skipped > 0 ? [`${skipped} skipped`] : [];
  return `ok ${name} - ${[...figures, ...(figures.length === 0 ? [`${passed.length} of ${passed.length} hold`] : []), ...rest].join("; ")}`;
}

/** An error in beforeAll or afterAll belongs to a suite, not to a test. */
function suiteError(module: TestModule): { message: string } | undefined {
  for (const suite of module.children.allSuites()) if (suite.errors()[0]) return suite.errors()[0];
  return undefined;
}

function skipReason(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" && result.note) || test.name;
}

const oneLine = (text: string): string => text.split("\n")[0]?.slice(0, 300) ?? "";

/**
 * `npm test`: fetches what the tests need, then checks, builds and runs everything. The last line is the sum. Exit 1 on any failure.
 * With words behind `--` only the test files whose path has them.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, isUpToDate } from "../hub/src/cli/build/build.ts";
import { buildTargets } from "../hub/src/cli/build/targets.ts";
import { messageOf } from "../hub/src/cli/failure.ts";
import { findTemporal } from "../hub/src/cli/temporal/find.ts";
import { prepareTestServer } from "../test/servers/temporal-test-server.ts";
import { COUNTS_FILE, type Counts } from "../test/setup/count-reporter.ts";
import { ensureWorkflowBundle } from "../workflows/src/bundle.ts";
import { run, step } from "./lib/say.mjs";
import { canInstall, installCommands, missingNeeds } from "./lib/test-needs.ts";
import { ROOT, runVitest } from "./lib/vitest.ts";
import { verify } from "./lib/verify.ts";

const filters = process.argv.slice(2);
if (filters.length > 0) process.exit(await runVitest(filters));

const started = performance.now();
const sum: Counts = { passed: 0, failed: 0, skipped: 0 };

await prepare();
for (const { ok } of await verify()) sum[ok ? "passed" : "failed"] += 1;
await buildAll();
await runTests(["--project", "!scenarios", "--reporter", "default"]);
await runTests(["--project", "scenarios", "--reporter", `${ROOT}test/setup/scenario-reporter.ts`, "--passWithNoTests"]);

console.log(`All took ${((performance.now() - started) / 60_000).toFixed(1)} min`);
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
// The exit code first: the line is the last thing that is said.
process.exitCode = sum.failed === 0 ? 0 : 1;
console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);

/** What cannot be had is named here; the tests that need it skip, or fail with CI=true. */
async function prepare(): Promise<void> {
  let missing = missingNeeds();
  if (missing.length > 0 && canInstall()) {
    await attempt(`Debian packages for ${missing.map(({ name }) => name).join(", ")}`, async () => {
      for (const [program, args] of installCommands(missing)) {
        const { code, output } = await run(program, args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
        if (code !== 0) throw new Error(output.trim().split("\n").slice(-5).join("\n"));
      }
    });
    missing = missingNeeds();
  }
  if (missing.length > 0) {
    console.error(
      `! Missing: ${missing.map(({ name, packages }) => `${name} (Debian: ${packages.join(" ")})`).join(", ")}. The tests that need them are skipped by name.`,
    );
  }
  await attempt("Temporal", () => findTemporal((doing) => console.error(`… ${doing}`)));
  await attempt("Temporal's test server", prepareTestServer);
}

async function buildAll(): Promise<void> {
  const builds = buildTargets()
    .filter((target) => !isUpToDate(target))
    .map((target) => ({ name: `Build of the ${target.name}`, work: () => build(target, () => undefined) }));
  for (const { name, work } of [...builds, { name: "Bundle of the workflows", work: ensureWorkflowBundle }]) {
    sum[(await attempt(name, work)) ? "passed" : "failed"] += 1;
  }
}

async function attempt(name: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await step(name, work);
    return true;
  } catch (error) {
    console.error(messageOf(error));
    return false;
  }
}

async function runTests(args: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kronika-counts-"));
  const path = join(folder, "counts");
  try {
    const code = await runVitest([...args, "--reporter", `${ROOT}test/setup/count-reporter.ts`], { ...process.env, [COUNTS_FILE]: path });
    const counts = JSON.parse(readFileSync(path, "utf8")) as Counts;
    for (const key of ["passed", "failed", "skipped"] as const) sum[key] += counts[key];
    if (code !== 0 && counts.failed === 0) sum.failed += 1;
  } catch (error) {
    console.error(`vitest ended without a result: ${messageOf(error)}`);
    sum.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

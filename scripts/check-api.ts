/**
 * `pnpm check:api [EXAMPLES] [SEED]`: the whole API against its own description, for three roles, all phases. A hundred examples per operation unless
 * said otherwise: some ten minutes a role. Needs python3 with venv; installs the checker into the cache. Exit 1 when something does not hold, 2 for wrong use.
 */
import { ROOT, runVitest } from "./lib/vitest.ts";

const [examples = "100", seed = "7", ...more] = process.argv.slice(2);
if (more.length > 0 || ![examples, seed].every((word) => /^\d+$/.test(word)) || Number(examples) === 0) {
  console.error("✗ Use: pnpm check:api [EXAMPLES] [SEED], two numbers.");
  process.exit(2);
}
process.exit(
  await runVitest(
    ["--project", "scenarios", "--reporter", `${ROOT}test/setup/scenario-reporter.ts`, "scenarios/api-as-described.test.ts"],
    { ...process.env, KRONIKA_API_EXAMPLES: examples, KRONIKA_API_SEED: seed, CI: "true" },
  ),
);

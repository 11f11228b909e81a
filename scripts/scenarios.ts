/** `pnpm test:scenarios [NAME]`: the promises of the product, one line each. Exit 1 when one does not hold, 2 for an unknown name. */
import { globSync } from "node:fs";
import { basename } from "node:path";
import { ROOT, runVitest } from "./lib/vitest.ts";

const known = globSync("test/scenarios/**/*.test.ts", { cwd: ROOT }).map((path) => basename(path, ".test.ts"));
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`✗ There is no scenario "${unknown}": choose of ${known.toSorted().join(", ")}.`);
  process.exit(2);
}
const files = wanted.map((name) => `scenarios/${name}.test.ts`);
process.exit(await runVitest(["--project", "scenarios", "--reporter", `${ROOT}test/setup/scenario-reporter.ts`, ...files]));

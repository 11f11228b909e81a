import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Check, type CheckResult, runChecks } from "./checks.ts";
import { ROOT } from "./vitest.ts";

const PACKAGES = ["core", "connectors", "hub", "workflows", "web", "extension", "test"];
/** Beside a package's own tsconfig there may be one for its tools, which run in Node and not in a browser. */
const TYPED = [...PACKAGES, "scripts"].flatMap((folder) => ["tsconfig.json", "tsconfig.node.json"].map((file) => `${folder}/${file}`));

/** The slowest first. */
const CHECKS: readonly Check[] = [
  { name: "lint", program: "oxlint", args: [] },
  ...TYPED.filter((path) => existsSync(`${ROOT}${path}`)).map((path) => ({
    name: `types ${path.replace("/tsconfig.json", "")}`,
    program: "tsc",
    // What tsc learnt is kept: it looks again only at what has changed, and at what depends on it.
    args: [
      "--noEmit",
      "--incremental",
      "--tsBuildInfoFile",
      `.cache/tsc/${path.replace("/", "-").replace(/json$/, "tsbuildinfo")}`,
      "-p",
      path,
    ],
  })),
  { name: "format", program: "oxfmt", args: ["--check", "."] },
  {
    name: "imports",
    program: "depcruise",
    args: ["--config", ".dependency-cruiser.mjs", "--output-type", "err-long", ...PACKAGES, "scripts"],
  },
  { name: "unused", program: "knip", args: ["--no-progress"] },
];

const kindOf = ({ name }: Check): string => name.split(" ")[0] ?? "";

/** The words that {@link verify} knows: types, lint, format, imports, unused. */
export const KINDS: readonly string[] = [...new Set(CHECKS.map(kindOf))];

/**
 * Runs the checks and tells of each on standard output.
 * @param kinds which ones; all unless given
 */
export async function verify(kinds: readonly string[] = KINDS): Promise<CheckResult[]> {
  const started = performance.now();
  const chosen = CHECKS.filter((check) => kinds.includes(kindOf(check)));
  const results = await runChecks(chosen, ROOT, Math.min(availableParallelism(), 4), ({ ok, name, seconds, output }) => {
    console.log(`${ok ? "✓" : "✗"} ${name}  ${seconds.toFixed(1)} s`);
    if (!ok) console.log(`${output}\n`);
  });
  const failed = results.filter(({ ok }) => !ok);
  console.log(`${results.length - failed.length} of ${results.length} checks hold, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (failed.length > 0) console.log(`✗ ${failed.map(({ name }) => name).join(", ")}`);
  return results;
}

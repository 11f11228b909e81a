/**
 * `pnpm verify`: types, lint, formatting, import rules, unused code. Seconds, without a database.
 * Exit 0 when all hold, 1 when one does not, 2 for wrong use.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type Check, runChecks } from "./lib/checks.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PACKAGES = ["core", "connectors", "hub", "workflows", "web", "extension", "test"];
const TYPED = [...PACKAGES, "scripts"].filter((folder) => existsSync(`${ROOT}${folder}/tsconfig.json`));

const CHECKS: Check[] = [
  ...TYPED.map((folder) => ({ name: `types ${folder}`, program: "tsc", args: ["--noEmit", "-p", folder] })),
  { name: "lint", program: "oxlint", args: [] },
  { name: "format", program: "oxfmt", args: ["--check", "."] },
  {
    name: "imports",
    program: "depcruise",
    args: ["--config", ".dependency-cruiser.mjs", "--output-type", "err-long", ...PACKAGES, "scripts"],
  },
  { name: "unused", program: "knip", args: ["--no-progress"] },
];

const wanted = process.argv.slice(2);
const unknown = wanted.find((word) => !CHECKS.some(({ name }) => name.split(" ")[0] === word));
if (unknown !== undefined) {
  console.error(`✗ There is no check "${unknown}": choose of types, lint, format, imports, unused.`);
  process.exit(2);
}
const started = performance.now();
const chosen = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name.split(" ")[0] ?? ""));
const results = await runChecks(chosen, ROOT, Math.min(availableParallelism(), 4), ({ ok, name, seconds, output }) => {
  console.log(`${ok ? "✓" : "✗"} ${name}  ${seconds.toFixed(1)} s`);
  if (!ok) console.log(`${output}\n`);
});
const failed = results.filter(({ ok }) => !ok);
console.log(`${results.length - failed.length} of ${results.length} checks hold, ${((performance.now() - started) / 1000).toFixed(1)} s`);
if (failed.length > 0) console.log(`✗ ${failed.map(({ name }) => name).join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);

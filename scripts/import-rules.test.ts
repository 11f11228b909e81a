import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterEach, beforeEach, expect, test } from "vitest";
import rules from "../.dependency-cruiser.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kronika-rules-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The names of the rules that these files break. */
async function broken(files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const folders = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))].filter((name) => name !== "node_modules");
  const { enhancedResolveOptions, ...options } = rules.options ?? {};
  const result = await cruise(
    folders,
    { ...options, baseDir: folder, validate: true, ruleSet: { forbidden: rules.forbidden ?? [] } },
    enhancedResolveOptions,
  );
  return [...new Set((result.output as ICruiseResult).summary.violations.map(({ rule }) => rule.name))].toSorted();
}

/** A package that resolves. */
const library = (name: string): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, main: "index.js" }),
  [`node_modules/${name}/index.js`]: "module.exports = {};",
});

const A = "export const a = 1;\n";

test.each<[string, Record<string, string>, string[]]>([
  [
    "core imports the hub",
    { "core/src/x.ts": 'import { a } from "../../hub/src/a.ts"; export const b = a;', "hub/src/a.ts": A },
    ["core-imports"],
  ],
  [
    "the hub imports a workflow",
    { "hub/src/x.ts": 'import { a } from "../../workflows/src/a.ts"; export const b = a;', "workflows/src/a.ts": A },
    ["hub-imports"],
  ],
  [
    "the web application imports code of the hub",
    { "web/src/x.tsx": 'import { a } from "../../hub/src/a.ts"; export const b = <p>{a}</p>;', "hub/src/a.ts": A },
    ["web-imports"],
  ],
  [
    "the web application imports a type of the hub",
    { "web/src/x.ts": 'import type { a } from "../../hub/src/a.ts"; export type B = typeof a;', "hub/src/a.ts": A },
    [],
  ],
  ["core reads a file", { "core/src/x.ts": 'import { readFile } from "node:fs/promises"; export const b = readFile;' }, ["core-is-pure"]],
  [
    "core takes a library",
    { ...library("left-pad"), "core/src/x.ts": 'import pad from "left-pad"; export const b = pad;' },
    ["core-needs-only-zod"],
  ],
  [
    "a route knows drizzle",
    { ...library("drizzle-orm"), "hub/src/routes/x.ts": 'import { eq } from "drizzle-orm"; export const b = eq;' },
    ["only-services-know-drizzle"],
  ],
  [
    "a service knows drizzle",
    { ...library("drizzle-orm"), "hub/src/services/x.ts": 'import { eq } from "drizzle-orm"; export const b = eq;' },
    [],
  ],
  [
    "the hub knows a vendor's library",
    { ...library("imapflow"), "hub/src/x.ts": 'import { ImapFlow } from "imapflow"; export const b = ImapFlow;' },
    ["only-imap-knows-its-library"],
  ],
  [
    "a connector knows its vendor's library",
    { ...library("imapflow"), "connectors/src/imap/x.ts": 'import { ImapFlow } from "imapflow"; export const b = ImapFlow;' },
    [],
  ],
  [
    "a workflow does what only an activity may",
    { "workflows/src/workflows/x.ts": 'import { hostname } from "node:os"; export const b = hostname;' },
    ["workflows-stay-in-the-sandbox"],
  ],
  [
    "a feature reads a selector",
    {
      "extension/src/features/x.ts": 'import { a } from "../hosts/gmail/selectors.ts"; export const b = a;',
      "extension/src/hosts/gmail/selectors.ts": A,
    },
    ["selectors-stay-with-their-host"],
  ],
  [
    "one host imports another",
    { "extension/src/hosts/gmail/x.ts": 'import { a } from "../outlook/a.ts"; export const b = a;', "extension/src/hosts/outlook/a.ts": A },
    ["hosts-do-not-know-each-other"],
  ],
  [
    "product code imports a test server",
    { "hub/src/x.ts": 'import { a } from "../../test/servers/a.ts"; export const b = a;', "test/servers/a.ts": A },
    ["nobody-imports-tests"],
  ],
  [
    "a test beside the code imports a test server",
    { "hub/src/x.test.ts": 'import { a } from "../../test/servers/a.ts"; export const b = a;', "test/servers/a.ts": A },
    [],
  ],
  [
    "two files import each other",
    {
      "core/src/x.ts": 'import { b } from "./y.ts"; export const a = b;',
      "core/src/y.ts": 'import { a } from "./x.ts"; export const b = a;',
    },
    ["no-cycles"],
  ],
  [
    "an import stands behind `using`",
    {
      "core/src/x.ts": 'export const f = async () => { await using b = await import("../../hub/src/a.ts"); return b; };',
      "hub/src/a.ts": A,
    },
    ["core-imports"],
  ],
  ["a file that is not there is imported", { "core/src/x.ts": 'import { a } from "./gone.ts"; export const b = a;' }, ["no-missing-files"]],
])("%s", async (_case, files, expected) => {
  expect(await broken(files)).toEqual(expected);
});

test("every rule has advice", () => {
  for (const { name, comment } of rules.forbidden ?? []) expect(comment, name).toMatch(/\w{3,}.*\./);
});

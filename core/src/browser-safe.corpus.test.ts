import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Modules that content scripts of the extension bundle: a schema library would be larger than all of them. */
const IN_CONTENT_SCRIPTS = [
  "addresses",
  "capture-policy",
  "identities",
  "mail-fingerprint",
  "mail-kind",
  "matching",
  "reply-text",
  "text-folding",
];

test.each(IN_CONTENT_SCRIPTS)("%s brings nothing but our own code into a content script", (name) => {
  expect([...reachable(new URL(`./${name}.ts`, import.meta.url))].filter((path) => !path.startsWith("file:"))).toEqual([]);
});

/** Everything that a module imports at run time, directly or not. Imports of types only leave no trace. */
function reachable(module: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(module.href)) return seen;
  seen.add(module.href);
  const source = readFileSync(module, "utf8").replace(/^(?:import|export) type [^;]+;$/gm, "");
  for (const [, specifier = ""] of source.matchAll(/^(?:import|export) [^;]*?from "([^"]+)";$/gm)) {
    if (specifier.startsWith(".")) reachable(new URL(specifier, module), seen);
    else seen.add(specifier);
  }
  return seen;
}

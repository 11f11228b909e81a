import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger } from "@temporalio/worker";
import { failureConverterPath } from "@kronika/hub/temporal/data-converter.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What the worker loads into its sandbox. */
export const bundlePath = path("../dist/workflow-bundle.js");
const fingerprintPath = path("../dist/workflow-bundle.sha256");

/** Everything that can end up in the bundle. Too much rather than too little: a rebuild costs seconds, a stale bundle a wrong history. */
const SOURCES = [path("workflows"), path("../../core/src"), failureConverterPath];

/**
 * Builds the bundle of all workflows unless the one that is there was made from the same sources and the same SDK.
 * @returns whether it was built now (takes some seconds; else a few milliseconds)
 */
export async function ensureWorkflowBundle(): Promise<{ path: string; built: boolean }> {
  const fingerprint = await fingerprintSources();
  if (existsSync(bundlePath) && (await readFile(fingerprintPath, "utf8").catch(() => "")) === fingerprint)
    return { path: bundlePath, built: false };
  const { code } = await bundleWorkflowCode({
    workflowsPath: path("workflows/index.ts"),
    failureConverterPath,
    logger: new DefaultLogger("ERROR"),
  });
  await mkdir(dirname(bundlePath), { recursive: true });
  await writeWhole(bundlePath, code);
  await writeWhole(fingerprintPath, fingerprint);
  return { path: bundlePath, built: true };
}

async function fingerprintSources(): Promise<string> {
  const hash = createHash("sha256").update(createRequire(import.meta.url)("@temporalio/worker/package.json").version as string);
  for (const file of (await Promise.all(SOURCES.map(filesIn))).flat().toSorted()) hash.update(`\n${file}\n`).update(await readFile(file));
  return hash.digest("hex");
}

async function filesIn(source: string): Promise<string[]> {
  if (source.endsWith(".ts")) return [source];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Two builders at once each leave a whole file. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

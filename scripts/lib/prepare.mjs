// Makes a clone ready: pnpm, the packages, Node 24. Only Node >= 20 built-ins here: nothing is installed yet when this runs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, run, step } from "./say.mjs";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PNPM = "12.21.0";
const NODE = join(ROOT, "node_modules/node/bin/node");
const LOCKFILE = join(ROOT, "pnpm-lock.yaml");
/** Says for which lockfile and manifests the packages were installed. */
const STAMP = join(ROOT, "node_modules/.kronika-packages");
const ROOM_FOR_PACKAGES = 1.5 * 2 ** 30;

/**
 * Installs what is missing and says where Node 24 is.
 * @returns {Promise<{node: string, env: NodeJS.ProcessEnv}>} `env` has Node 24 and the packages' programs first in PATH
 */
export async function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 3)) {
    throw new Failure(
      `Node ${process.versions.node} is too old to start with: install Node 20.3 or newer (Kronika brings its own Node 24).`,
    );
  }
  if (!installed()) await install();
  const path = [join(ROOT, "node_modules/node/bin"), join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  // Compiled code is kept: the hub starts in two thirds of the time.
  const env = { NODE_COMPILE_CACHE: join(ROOT, ".cache/node"), ...process.env, PATH: path };
  return { node: NODE, env };
}

function installed() {
  if (!existsSync(NODE)) return false;
  return existsSync(STAMP) ? readFileSync(STAMP, "utf8") === wanted() : false;
}

/** What the packages depend on: the lockfile and each package.json. */
function wanted() {
  const hash = createHash("sha256").update(readFileSync(LOCKFILE));
  for (const folder of ["", "core", "connectors", "hub", "workflows", "web", "extension", "test"]) {
    const manifest = join(ROOT, folder, "package.json");
    if (existsSync(manifest)) hash.update(readFileSync(manifest));
  }
  return hash.digest("hex");
}

async function install() {
  const { bavail, bsize } = statfsSync(ROOT);
  if (bavail * bsize < ROOM_FOR_PACKAGES && !existsSync(NODE)) {
    throw new Failure(`There is not enough room for the packages in ${ROOT}: free about 1.5 GB and start again.`);
  }
  const pnpm = await findPnpm();
  await step("Packages (pnpm install)", async () => {
    // Non-interactive: nobody can answer a question while a progress line is shown.
    const env = { ...process.env, CI: "true" };
    const result = await run(pnpm, ["install", "--frozen-lockfile", "--config.confirmModulesPurge=false"], { cwd: ROOT, env });
    if (result.code !== 0) throw new Failure(`The packages could not be installed:\n${lastLines(result.output, 20)}`);
    if (!existsSync(NODE)) throw new Failure("The package node was installed without its program: delete node_modules and start again.");
  });
  writeFileSync(STAMP, wanted());
}

/** pnpm 12 from PATH, else one of our own in .cache/. */
async function findPnpm() {
  const onPath = await run("pnpm", ["--version"], { cwd: ROOT });
  if (onPath.code === 0 && onPath.output.trim().startsWith("12.")) return "pnpm";
  const prefix = join(ROOT, ".cache/pnpm");
  const own = join(prefix, "node_modules/.bin/pnpm");
  if ((await run(own, ["--version"])).code === 0) return own;
  await step(`pnpm ${PNPM} (npm install)`, async () => {
    mkdirSync(prefix, { recursive: true });
    const result = await run("npm", ["install", "--prefix", prefix, "--no-audit", "--no-fund", `pnpm@${PNPM}`], { cwd: prefix });
    if (result.code === 127) throw new Failure("Neither pnpm 12 nor npm is here: install one of them.");
    if (result.code !== 0) throw new Failure(`pnpm could not be installed:\n${lastLines(result.output, 10)}`);
  });
  return own;
}

const lastLines = (/** @type {string} */ text, /** @type {number} */ count) => text.trimEnd().split("\n").slice(-count).join("\n");

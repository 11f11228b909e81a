import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { Failure } from "../failure.ts";
import { ROOT } from "../root.ts";
import type { BuildTarget } from "./targets.ts";

/** Beside the result: what it was made from. */
const STAMP = ".made-from";

/** Whether the result is there and was made from these sources. */
export function isUpToDate(target: BuildTarget): boolean {
  const stamp = join(target.output, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(target);
}

/**
 * Runs the package's `build` script.
 * @param onChild hears of the process, so that it can be ended with us
 * @throws Failure with the last lines that the build said
 */
export async function build(target: BuildTarget, onChild: (child: ChildProcess) => void): Promise<void> {
  // Taken before: what changes while it is built leads to another build next time.
  const from = fingerprint(target);
  const { scripts } = JSON.parse(readFileSync(join(target.folder, "package.json"), "utf8")) as { scripts?: { build?: string } };
  if (!scripts?.build) throw new Failure(`${target.folder}/package.json has no script "build".`);
  const { code, output } = await runScript(scripts.build, target.folder, onChild);
  if (code !== 0) throw new Failure(`The ${target.name} could not be built:\n${lastWords(output)}`);
  writeFileSync(join(target.output, STAMP), from);
}

/** The end of what a build said, without stacks. */
function lastWords(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return lines.slice(-20).join("\n");
}

function runScript(
  script: string,
  folder: string,
  onChild: (child: ChildProcess) => void,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const programs = [join(folder, "node_modules/.bin"), join(ROOT, "node_modules/.bin"), join(process.execPath, "..")];
    const env = {
      ...process.env,
      NODE_ENV: "production",
      NO_COLOR: "1",
      FORCE_COLOR: "0",
      PATH: [...programs, process.env["PATH"]].join(delimiter),
    };
    const child = spawn("sh", ["-c", script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    onChild(child);
    let output = "";
    const keep = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Names and contents of all sources. Tests do not end up in a result. */
function fingerprint({ sources }: BuildTarget): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    if (!existsSync(path) || /\.test\.tsx?$/.test(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).toSorted()) add(join(path, name));
    else hash.update(`${relative(ROOT, path)}\0`).update(readFileSync(path));
  };
  for (const source of sources) add(source);
  return hash.digest("hex");
}

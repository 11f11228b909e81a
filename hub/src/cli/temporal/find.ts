import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../failure.ts";
import { fetchTemporal, type Way } from "./fetch.ts";

const run = promisify(execFile);
/** The oldest server whose dev server, schedules and updates we were tested with. */
const OLDEST_SERVER = [1, 24];

/** The Temporal program and what it says of itself. */
export type TemporalProgram = { path: string; version: string };
type Environment = Record<string, string | undefined>;

/**
 * Looks for the Temporal program: KRONIKA_TEMPORAL_CLI, PATH, where Go puts programs, our cache; else fetches it into the cache.
 * @param tell hears what is done when it takes longer, e.g. "downloading Temporal 1.9.1"
 * @param ways how to fetch it, in their order
 * @throws Failure that names each way that was tried
 */
export async function findTemporal(
  tell: (doing: string) => void,
  env: Environment = process.env,
  ways: readonly Way[] = fetchTemporal,
): Promise<TemporalProgram> {
  const wished = env["KRONIKA_TEMPORAL_CLI"];
  if (wished) {
    const found = await check(wished);
    if (typeof found === "string") throw new Failure(`KRONIKA_TEMPORAL_CLI names ${wished}, ${found}.`);
    return found;
  }
  const cached = join(temporalCache(env), "temporal");
  for (const path of [...onPath(env), join(env["GOPATH"] ?? join(homedir(), "go"), "bin", "temporal"), cached]) {
    if (!existsSync(path)) continue;
    const found = await check(path);
    if (typeof found !== "string") return found;
  }
  return fetchIntoCache(temporalCache(env), tell, ways);
}

/** Programs that were fetched are kept for all clones of this person. */
export const temporalCache = (env: Environment = process.env): string =>
  join(env["KRONIKA_CACHE"] ?? join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "kronika"), "temporal");

async function fetchIntoCache(folder: string, tell: (doing: string) => void, ways: readonly Way[]): Promise<TemporalProgram> {
  const making = join(folder, `making-${process.pid}`);
  const tried: string[] = [];
  try {
    mkdirSync(making, { recursive: true });
    for (const way of ways) {
      tell(way.doing);
      const fetched = await way.fetch(making);
      const found = "path" in fetched ? await check(fetched.path) : fetched.why;
      if (typeof found === "string") {
        tried.push(`${way.name}: ${found}`);
        continue;
      }
      const path = join(folder, "temporal");
      renameSync(found.path, path);
      return { ...found, path };
    }
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  throw new Failure(
    `Temporal is not to be had (${tried.join("; ")}): install the Temporal CLI so that "temporal" is in PATH, or set TEMPORAL_ADDRESS to a Temporal server of your own.`,
  );
}

/** @returns what is wrong with the program, as the end of a sentence, or the program */
async function check(path: string): Promise<TemporalProgram | string> {
  let said: string;
  try {
    said = (await run(path, ["--version"], { timeout: 30_000 })).stdout;
  } catch {
    return "which does not run";
  }
  const parts = /^temporal version (\S+)(?: \(Server (\d+)\.(\d+)[^)]*\))?/i.exec(said);
  if (!parts) return "which is not Temporal's command line";
  const [, version = "", major = "0", minor = "0"] = parts;
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_SERVER;
  const old = Number(major) < oldestMajor || (Number(major) === oldestMajor && Number(minor) < oldestMinor);
  return old
    ? `which is too old (server ${major}.${minor}, needed ${OLDEST_SERVER.join(".")})`
    : { path, version: serverVersion(said) ?? version };
}

const serverVersion = (said: string): string | undefined => /Server (\d+\.\d+\.\d+)/.exec(said)?.[1];

const onPath = (env: Environment): string[] =>
  (env["PATH"] ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, "temporal"));

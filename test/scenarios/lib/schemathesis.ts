import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { pythonCanMakeVenvs, pythonVenv } from "../../servers/python-venv.ts";

const venv = pythonVenv("schemathesis", "schemathesis==4.32.5");
const MISSING = "schemathesis cannot be run: python3 with venv and pip is needed (apt-get install python3-venv)";

/**
 * Not asked: that whatever fits the schema is accepted (the hub refuses on purpose what fits, e.g. an id of something that does not exist, a password
 * that is too common, a report that ends before it begins), and that what was deleted is gone at once (customers, contacts and deals are archived
 * by DELETE, and stay readable with their history until they are erased).
 */
const NOT_ASKED = "positive_data_acceptance,use_after_free";

/** Whether the checker is on this machine or can be installed into the cache. With `CI=true` a no is an error. */
export function schemathesisAvailable(): boolean {
  const available = venv.ready() || pythonCanMakeVenvs();
  if (!available && process.env["CI"] === "true") throw new Error(MISSING);
  return available;
}

/** The checker's settings: an address that is too long for HTTP itself (431, RFC 6585 section 5) is refused as well. */
const SETTINGS =
  "[checks.negative_data_rejection]\nexpected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429, 431]\n";

/** What the checker found. */
export interface ApiCheck {
  /** Requests that were made up and sent. */
  cases: number;
  operations: number;
  /** Its own words about each failure; empty when all holds. */
  failures: string;
}

/**
 * Sends made-up requests, right and wrong ones, to every operation of `/openapi.json`, and compares each answer with what is described.
 * @param options.examples how many of each phase per operation at most
 * @param options.phases of examples, coverage, fuzzing, stateful
 * @param options.log file for all that the checker says
 */
export async function checkApi(
  url: string,
  token: string,
  options: { examples: number; phases: string; seed: number; log: string; folder: string },
): Promise<ApiCheck> {
  await venv.install();
  await mkdir(options.folder, { recursive: true });
  await writeFile(join(options.folder, "schemathesis.toml"), SETTINGS);
  const args =
    `run ${url}/openapi.json --no-color --continue-on-failure --max-examples ${options.examples} --phases ${options.phases} --seed ${options.seed}` +
    ` --exclude-checks ${NOT_ASKED} --suppress-health-check all --warnings off --request-timeout 30 --generation-database none`;
  // Its own notes go where it is started.
  const child = spawn(join(venv.bin, "schemathesis"), args.split(" ").concat("--header", `Authorization: Bearer ${token}`), {
    cwd: options.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(options.log);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      log.write(chunk);
    });
  const [code] = (await once(child, "close")) as [number | null];
  log.end();
  const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? 0);
  return {
    cases: number(/(\d+) generated/),
    operations: number(/Tested: (\d+)/),
    failures: code === 0 ? "" : said.slice(Math.max(0, said.search(/^=+ (?:ERRORS|FAILURES) =+$/m))).trim() || `ended with ${code}`,
  };
}

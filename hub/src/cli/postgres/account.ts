import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure } from "../failure.ts";

/**
 * How PostgreSQL's programs are started. They refuse to run as root; as root we start them as the account `postgres`.
 * `owner` is whom the data must belong to.
 */
export type PostgresAccount = { command: (program: string, args: readonly string[]) => [string, string[]]; owner?: Ids };
type Ids = { uid: number; gid: number };

/**
 * @param paths what the account must be able to reach: programs and data folder
 * @throws Failure when PostgreSQL cannot run as root here
 */
export function postgresAccount(paths: readonly string[]): PostgresAccount {
  if (process.getuid?.() !== 0) return { command: (program, args) => [program, [...args]] };
  const owner = idsOf("postgres") ?? addAccount();
  const shut = paths.map((path) => shutFolder(path, owner)).find((folder) => folder !== undefined);
  // setpriv also drops root's groups, which setting the ids at the start of a child would not.
  const drop = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
  // A clone or a data folder below /root or a private temporary folder: let the account pass through, and nothing more.
  // (no_setuid_fixup: initdb asks access(2) whether it may run the server, which forgets capabilities otherwise.)
  if (shut !== undefined) drop.push("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup");
  if (spawnSync("setpriv", [...drop, "true"]).status !== 0) {
    throw new Failure(
      shut === undefined
        ? "PostgreSQL does not run as root, and setpriv (package util-linux) is not here to step down: start Kronika as an ordinary user."
        : `PostgreSQL does not run as root, and the account "postgres" cannot reach ${shut}: start Kronika as an ordinary user, or choose another place with --data.`,
    );
  }
  return { command: (program, args) => ["setpriv", [...drop, program, ...args]], owner };
}

function idsOf(name: string): Ids | undefined {
  const id = (flag: string): number => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function addAccount(): Ids {
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const ids = idsOf("postgres");
  if (!ids)
    throw new Failure('PostgreSQL does not run as root, and the account "postgres" could not be made: start Kronika as an ordinary user.');
  return ids;
}

/** The first folder on the way to the path that the account may not pass through. */
function shutFolder(path: string, { uid, gid }: Ids): string | undefined {
  let shut: string | undefined;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat) {
      const passable = stat.uid === uid ? stat.mode & 0o100 : stat.gid === gid ? stat.mode & 0o010 : stat.mode & 0o001;
      if (passable === 0) shut = folder;
    }
    if (folder === dirname(folder)) return shut;
  }
}

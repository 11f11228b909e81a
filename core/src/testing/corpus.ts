import { existsSync, readdirSync, readFileSync } from "node:fs";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

/**
 * Public messages by other hands, beside the repository (`../shared/corpora`). Not part of it: where they are missing, tests are
 * skipped by name, and fail under CI.
 */
const ROOT = fileURLToPath(new URL("../../../../shared/corpora/", import.meta.url));

/** Whether tests over `name` must be skipped: it is not there, and this is not CI. */
export function corpusIsMissing(name: string): boolean {
  return !existsSync(`${ROOT}${name}`) && !env["CI"];
}

/** Names of the files of a corpus, without ORIGIN and LICENSE. */
export function corpusFiles(name: string): string[] {
  return readdirSync(`${ROOT}${name}`)
    .filter((file) => file !== "ORIGIN" && file !== "LICENSE")
    .toSorted();
}

/** One file of a corpus, as it is. */
export function corpusFile(name: string, file: string): Buffer {
  return readFileSync(`${ROOT}${name}/${file}`);
}

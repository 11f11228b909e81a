import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { temporalCache } from "@kronika/hub/cli/temporal/find.ts";

const run = promisify(execFile);
const POM = fileURLToPath(new URL("./temporal-test-server/pom.xml", import.meta.url));

/**
 * Temporal's test server, which skips time: Java, fetched with Maven into the cache folder.
 * @returns the program to start
 * @throws Error that names what is missing (Java or Maven)
 */
export async function prepareTestServer(): Promise<string> {
  const version = /<artifactId>temporal-test-server<\/artifactId>\s*<version>([^<]+)<\/version>\s*<\/dependency>/.exec(
    readFileSync(POM, "utf8"),
  )?.[1];
  const folder = join(dirname(temporalCache()), `temporal-test-server-${version}`);
  const program = join(folder, "temporal-test-server");
  await mustRun("java", ["-version"], "Java (Debian: default-jre-headless)");
  if (existsSync(program)) return program;
  await mustRun("mvn", ["-version"], "Maven (Debian: maven)");
  const making = `${folder}.making-${process.pid}`;
  try {
    mkdirSync(making, { recursive: true });
    await run("mvn", ["-q", "-B", "-f", POM, "dependency:copy-dependencies", `-DoutputDirectory=${join(making, "lib")}`]).catch(explain);
    // The flags shorten the start: a test server lives for seconds.
    const script =
      '#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n';
    writeFileSync(join(making, "temporal-test-server"), script);
    chmodSync(join(making, "temporal-test-server"), 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}

/** Maven tells its reasons on standard output. */
function explain(error: unknown): never {
  const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
  const reason = said.split("\n").find((line) => line.includes("ERROR")) ?? String(error);
  throw new Error(`Temporal's test server could not be fetched with Maven: ${stripVTControlCharacters(reason)}`, { cause: error });
}

async function mustRun(program: string, args: string[], name: string): Promise<void> {
  try {
    await run(program, args);
  } catch {
    throw new Error(`${name} is not installed: Temporal's test server needs it`);
  }
}

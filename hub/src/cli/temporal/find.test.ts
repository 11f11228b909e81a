import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findTemporal } from "./find.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kronika-find-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says this of its version. */
function program(path: string, version: string): string {
  const full = join(folder, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, `#!/bin/sh\necho '${version}'\n`);
  chmodSync(full, 0o755);
  return full;
}

const GOOD = "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)";
const nothing = (): Record<string, string> => ({
  PATH: join(folder, "bin"),
  GOPATH: join(folder, "go"),
  KRONIKA_CACHE: join(folder, "cache"),
});
const find = (env: Record<string, string>, ways: Parameters<typeof findTemporal>[2] = []): ReturnType<typeof findTemporal> =>
  findTemporal(() => undefined, env, ways);

describe("Temporal is looked for", () => {
  test("in the setting, then in PATH, then where Go puts programs, then in the cache", async () => {
    const cached = program("cache/temporal/temporal", GOOD);
    expect((await find(nothing())).path).toBe(cached);
    const built = program("go/bin/temporal", GOOD);
    expect((await find(nothing())).path).toBe(built);
    const onPath = program("bin/temporal", GOOD);
    expect((await find(nothing())).path).toBe(onPath);
    const set = program("mine/temporal", GOOD);
    expect(await find({ ...nothing(), KRONIKA_TEMPORAL_CLI: set })).toEqual({ path: set, version: "1.32.0" });
  });

  test("and passed by when it is too old or another program of that name", async () => {
    program("bin/temporal", "temporal version 0.10.0 (Server 1.20.0, UI 2.10.0)");
    program("go/bin/temporal", "a calendar of the stars 1.0");
    const good = program("cache/temporal/temporal", GOOD);
    expect((await find(nothing())).path).toBe(good);
  });

  test("a setting that is wrong is told of, and nothing else is used in its place", async () => {
    program("bin/temporal", GOOD);
    const wrong = program("mine", "hello");
    await expect(find({ ...nothing(), KRONIKA_TEMPORAL_CLI: wrong })).rejects.toThrow(
      `KRONIKA_TEMPORAL_CLI names ${wrong}, which is not Temporal's command line.`,
    );
  });
});

describe("Temporal that is nowhere", () => {
  test("is fetched into the cache, way by way, until one works; the next start finds it there", async () => {
    const told: string[] = [];
    const ways = [
      { name: "first", doing: "trying the first", fetch: async () => ({ why: "no network" }) },
      {
        name: "second",
        doing: "trying the second",
        fetch: async (into: string) => ({ path: program(join(into.slice(folder.length), "temporal"), GOOD) }),
      },
    ];
    const found = await findTemporal((doing) => told.push(doing), nothing(), ways);
    expect(found.path).toBe(join(folder, "cache/temporal/temporal"));
    expect(told).toEqual(["trying the first", "trying the second"]);
    expect((await find(nothing())).path).toBe(found.path);
  });

  test("and cannot be fetched is told of in one sentence with what was tried and the cure", async () => {
    const ways = [
      { name: "download", doing: "", fetch: async () => ({ why: "no network" }) },
      { name: "go install", doing: "", fetch: async () => ({ why: "not installed" }) },
    ];
    await expect(find(nothing(), ways)).rejects.toThrow(
      'Temporal is not to be had (download: no network; go install: not installed): install the Temporal CLI so that "temporal" is in PATH, or set TEMPORAL_ADDRESS',
    );
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { build, isUpToDate } from "./build.ts";
import { Failure } from "../failure.ts";
import type { BuildTarget } from "./targets.ts";

let folder = "";
let target: BuildTarget;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kronika-build-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src", "app.ts"), "one");
  script("mkdir -p dist && cat src/*.ts > dist/app.js");
  target = {
    name: "thing",
    needed: true,
    folder,
    output: join(folder, "dist"),
    sources: [join(folder, "src"), join(folder, "package.json")],
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = (text: string): void => writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { build: text } }));
const run = (): Promise<void> => build(target, () => undefined);

test("what was built is built again only when a source has changed, come or gone", async () => {
  expect(isUpToDate(target)).toBe(false);
  await run();
  expect(readFileSync(join(folder, "dist", "app.js"), "utf8")).toBe("one");
  expect(isUpToDate(target)).toBe(true);

  writeFileSync(join(folder, "src", "app.ts"), "two");
  expect(isUpToDate(target)).toBe(false);
  await run();
  expect(isUpToDate(target)).toBe(true);

  writeFileSync(join(folder, "src", "more.ts"), "");
  expect(isUpToDate(target)).toBe(false);
  rmSync(join(folder, "src", "more.ts"));
  expect(isUpToDate(target)).toBe(true);
});

test("a changed test leads to no build", async () => {
  await run();
  writeFileSync(join(folder, "src", "app.test.ts"), "");
  expect(isUpToDate(target)).toBe(true);
});

test("a result that somebody deleted is built again", async () => {
  await run();
  rmSync(join(folder, "dist"), { recursive: true });
  expect(isUpToDate(target)).toBe(false);
});

test("a build that fails says why in its own words, without a stack, and does not count as built", async () => {
  script("mkdir -p dist; echo 'app.ts(1,1): error: no such word'; echo '    at somewhere (compiler.js:1)'; exit 2");
  await expect(run()).rejects.toThrow(new Failure("The thing could not be built:\napp.ts(1,1): error: no such word"));
  expect(isUpToDate(target)).toBe(false);
});

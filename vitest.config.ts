import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

/** A package's own vitest.config.ts (e.g. for a DOM) or the common settings. Every *.test.ts beside the code belongs to its package. */
const packages = ["core", "connectors", "hub", "workflows", "web", "extension"].map((name): TestProjectConfiguration =>
  existsSync(`${ROOT}${name}/vitest.config.ts`)
    ? `./${name}/vitest.config.ts`
    : { extends: true, test: { name, root: `./${name}`, include: ["{src,scripts}/**/*.test.{ts,tsx}"] } },
);

export default defineConfig({
  test: {
    projects: [
      ...packages,
      { extends: true, test: { name: "scripts", root: "./scripts", include: ["**/*.test.ts"] } },
      {
        extends: true,
        test: { name: "test", root: "./test", include: ["{attacks,company,fakes,servers,setup}/**/*.test.ts", "*.test.ts"] },
      },
      // The promises of the product, one file each, with real parts: one after the other.
      {
        extends: true,
        test: {
          name: "scenarios",
          root: "./test",
          include: ["scenarios/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
    globalSetup: "./test/setup/global.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Real servers speak of their own start and end; a test that fails says enough.
    silent: "passed-only",
  },
});

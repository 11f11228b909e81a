import { defineConfig } from "vitest/config";

/**
 * All tests of the extension: units beside the code (with a small DOM), and `test/e2e` in real browsers with the built extension. Those are run
 * one after another and say `@vitest-environment node` in their first line; without a browser they are skipped by name.
 */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: "extension",
    include: ["src/**/*.test.{ts,tsx}", "test/e2e/**/*.test.ts"],
    environment: "happy-dom",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from "vitest/config";

/** Unit tests of the extension (`src`). What needs a browser is in `test/e2e`, with a configuration of its own. */
export default defineConfig({
  root: import.meta.dirname,
  test: { name: "extension", include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "happy-dom" },
});

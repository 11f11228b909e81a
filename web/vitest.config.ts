import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "web",
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    setupFiles: ["./test/setup.ts"],
    // The page run drives a browser through every page, language, theme and width.
    testTimeout: 600_000,
    hookTimeout: 180_000,
    // A loaded machine is slow to draw; what is waited for comes or does not.
    expect: { poll: { timeout: 15_000 } },
    pool: "forks",
    maxWorkers: 2,
  },
});

import { defineConfig } from "vitest/config";

/** Tests in real browsers with the built extension, one after another. */
export default defineConfig({
  root: import.meta.dirname,
  test: { name: "extension-e2e", include: ["e2e/**/*.test.ts"], fileParallelism: false, testTimeout: 180_000, hookTimeout: 120_000 },
});

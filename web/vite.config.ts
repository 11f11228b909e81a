import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The hub that `vite` proxies to while somebody works on the pages. */
const HUB = process.env["KRONIKA_HUB"] ?? "http://127.0.0.1:4400";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // The size check of test/build.test.ts reads which chunk imports which.
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { "/api": HUB, "/oauth": HUB, "/healthz": HUB } },
});

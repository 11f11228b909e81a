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
    rolldownOptions: {
      output: {
        // A page loads a handful of files instead of forty: what the start needs, the kit's controls, and what many pages share.
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"], priority: 30 },
            {
              name: "kit",
              test: /node_modules[\\/](@mantine[\\/](core|hooks|form)|@floating-ui|react-remove-scroll)/,
              minShareCount: 3,
              priority: 20,
            },
            { name: "shared", test: /[\\/](web|core)[\\/]src[\\/]/, minShareCount: 6, priority: 10 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": HUB, "/oauth": HUB, "/healthz": HUB } },
});

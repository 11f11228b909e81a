import { serve } from "@hono/node-server";
import { createApp } from "@kronika/hub/app.ts";
import { openDatabase } from "@kronika/hub/db/database.ts";
import { createLogger } from "@kronika/hub/log.ts";
import { createKeyring } from "@kronika/hub/secrets.ts";
import { folderBlobStore } from "@kronika/hub/services/blobs/folder-store.ts";

/** The hub's application in a process of its own, without an engine behind it: for benchmarks of its routes. Prints its port to the parent. */
const deps = {
  database: openDatabase(process.env["DATABASE_URL"] ?? ""),
  keys: createKeyring(process.env["KRONIKA_KEY"] ?? ""),
  // The benchmarks record no contents.
  blobs: folderBlobStore(process.env["KRONIKA_BLOBS"] ?? ".kronika/blobs"),
  log: createLogger({ level: "error", part: "bench" }),
  now: () => new Date(),
  publicUrl: "http://localhost",
};
serve({ fetch: createApp(deps).fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => process.send?.({ port }));
process.on("disconnect", () => process.exit(0));

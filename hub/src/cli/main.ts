#!/usr/bin/env node
// `kronika`: the command line. Exit 0 on success, 1 on failure, 2 on wrong use.
import { defineCommand } from "citty";
import { runKronika } from "./run.ts";

/** Each command is loaded when it is called: most need little of the hub. */
const kronika = defineCommand({
  meta: { name: "kronika", description: "A company's whole history with each customer, and a next step that is never forgotten." },
  subCommands: {
    start: () => import("./commands/start.ts").then((file) => file.default),
    doctor: () => import("./commands/doctor.ts").then((file) => file.default),
    migrate: () => import("./commands/migrate.ts").then((file) => file.default),
    reconcile: () => import("./commands/reconcile.ts").then((file) => file.default),
    inspect: () => import("./commands/inspect.ts").then((file) => file.default),
    import: () => import("./commands/import.ts").then((file) => file.default),
    export: () => import("./commands/export.ts").then((file) => file.default),
    backup: () => import("./commands/backup.ts").then((file) => file.default),
    restore: () => import("./commands/restore.ts").then((file) => file.default),
    token: () => import("./commands/token.ts").then((file) => file.default),
  },
});

const argv = process.argv.slice(2);
const starts = argv[0] === "start";
// Who reads has seen enough (`| head`): that is no failure. What `start` supervises goes on without its terminal.
if (!starts) process.stdout.on("error", () => process.exit());
process.exitCode = await runKronika(kronika, argv);
// A start that failed must not wait for the builds that it has begun: they end with it. See processes/guard.ts.
if (starts) process.exit();
// The channel to npm's side of the house (scripts/lib/hand-over.mjs) would keep this process running.
if (process.connected) process.disconnect();

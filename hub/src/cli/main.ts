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
    token: () => import("./commands/token.ts").then((file) => file.default),
  },
});

process.exitCode = await runKronika(kronika, process.argv.slice(2));
// The channel to npm's side of the house (scripts/lib/hand-over.mjs) would keep this process running.
if (process.connected) process.disconnect();

#!/usr/bin/env node
// `npx kronika ...`: the command line of the hub, under Node 24. Runs on Node >= 20.3 with nothing installed.
import { handOver } from "./lib/hand-over.mjs";

await handOver("hub/src/cli/main.ts", process.argv.slice(2));

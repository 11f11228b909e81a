// A process that starts another one under guard, says which, and waits to be killed. For guard.test.ts.
import { spawn } from "node:child_process";
import { Guard } from "../processes/guard.ts";
import { identify } from "../processes/identity.ts";

const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
new Guard().watch(child, "SIGTERM");
process.stdout.write(JSON.stringify(identify(child.pid ?? 0)));
setInterval(() => undefined, 1000);

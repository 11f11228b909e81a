import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "@kronika/hub/cli/processes/ports.ts";

const MAIN = fileURLToPath(new URL("../../../hub/src/cli/main.ts", import.meta.url));
/** Where `npm start` lets Node keep compiled code: see scripts/lib/prepare.mjs. */
const COMPILE_CACHE = fileURLToPath(new URL("../../../.cache/node", import.meta.url));

/** How long a start took, in seconds. */
export interface Started {
  /** From the command to the line `Kronika is ready`. */
  ready: number;
  /** By part, as its own line says: `✓ PostgreSQL 18.4  0.8 s`. */
  parts: Map<string, number>;
}

/** Runs `kronika start` on a data folder until it is ready, and stops it in order. */
export async function startOnce(data: string): Promise<Started> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, "start", "--data", data, "--port", String(await freePort())], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...process.env,
      DATABASE_URL: undefined,
      TEMPORAL_ADDRESS: undefined,
      KRONIKA_KEY: undefined,
    },
  });
  const exit = once(child, "exit");
  const parts = new Map<string, number>();
  const lines: string[] = [];
  const ready = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        const part = /^✓ (\D+?) .* ([\d.]+) s$/.exec(line);
        if (part) parts.set(part[1]!, Number(part[2]));
        if (line.startsWith("Kronika is ready")) resolve((performance.now() - started) / 1000);
      });
    }
    void exit.then(([code]) => reject(new Error(`kronika start ended with ${String(code)}:\n${lines.join("\n")}`)));
  });
  child.kill("SIGTERM");
  await exit;
  return { ready, parts };
}

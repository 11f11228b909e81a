import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Where free ports are looked for: below the ports that systems give to outgoing connections (32768 and up on Linux). A server that
 * comes back after a crash must find its port free, and a client that knocks meanwhile must not connect to itself.
 */
const FIRST = 20_000;
const LAST = 29_999;
const TRIES = 200;

/**
 * A port on which nobody listens.
 * @param preferred the one to take if it is free, e.g. the one of the last start
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${FIRST} and ${LAST}`);
}

/** Whether a server could listen there now. */
export function isFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

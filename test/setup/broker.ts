import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Where test processes find the broker of their run. */
const ADDRESS = "KRONIKA_TEST_BROKER";

/** A server that all test files of a run share. */
export type Shared = { start: () => Promise<{ access: unknown; stop: () => Promise<void> }> };

/**
 * The process of the test run starts what its test processes share, when the first of them asks: a test process ends with its file.
 * @returns stops the broker and all that it started
 */
export async function startBroker(offers: Record<string, Shared>): Promise<() => Promise<void>> {
  const started = new Map<string, ReturnType<Shared["start"]>>();
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    const offer = offers[name];
    if (!offer) {
      response.writeHead(404).end(`nothing named ${name} is shared`);
      return;
    }
    const running = started.get(name) ?? offer.start();
    started.set(name, running);
    running.then(
      ({ access }) => response.end(JSON.stringify(access)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  process.env[ADDRESS] = await listen(server);
  return async () => {
    server.close();
    server.closeAllConnections();
    for (const running of await Promise.allSettled(started.values())) if (running.status === "fulfilled") await running.value.stop();
  };
}

/** Whether this process belongs to a vitest run. */
export const insideRun = (): boolean => process.env[ADDRESS] !== undefined;

/** Asks the run's broker for a shared server. */
export async function askBroker<Access>(name: string): Promise<Access> {
  const address = process.env[ADDRESS];
  if (address === undefined) throw new Error(`${name} is shared by the files of a vitest run, and this is none`);
  const response = await fetch(`${address}/${name}`);
  const body = await response.text();
  if (!response.ok) throw new Error(`${name} could not be started: ${body}`);
  return JSON.parse(body) as Access;
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      server.unref();
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

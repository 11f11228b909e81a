import { messageOf, Failure } from "../failure.ts";
import { freePort } from "../processes/ports.ts";
import { checkTemporal } from "../temporal/check.ts";
import { startDevServer, untilServing } from "../temporal/dev-server.ts";
import { findTemporal } from "../temporal/find.ts";
import type { TemporalSettings } from "../../temporal/connection.ts";
import type { DataFolder } from "./data-folder.ts";
import type { Part } from "./part.ts";

/** Temporal's development server, with its file in the data folder. */
export async function embeddedTemporal(data: DataFolder, tell: (doing: string) => void): Promise<{ part: Part; address: string }> {
  const port = await freePort(data.remembered("temporal"));
  data.remember("temporal", port);
  const { path: program, version } = await findTemporal(tell);
  const part: Part = {
    id: "temporal",
    name: "Temporal",
    stopSignal: "SIGTERM",
    speaks: false,
    start: async () => startDevServer({ program, port, file: data.at("temporal", "temporal.db") }),
    ready: async (child) => {
      await untilServing(child, port);
      return version;
    },
  };
  return { part, address: `127.0.0.1:${port}` };
}

/**
 * The Temporal of TEMPORAL_ADDRESS, which somebody else runs.
 * @returns its version
 * @throws Failure when it is not to be had
 */
export async function givenTemporal(settings: TemporalSettings): Promise<string> {
  try {
    return (await checkTemporal(settings)).version;
  } catch (error) {
    throw new Failure(describeTemporalError(error, settings));
  }
}

/** Says in one sentence why a Temporal server cannot be used, and what to do. */
export function describeTemporalError(error: unknown, { address, namespace }: TemporalSettings): string {
  const message = messageOf(error instanceof Error && error.cause ? error.cause : error);
  if (/namespace .*not found|NamespaceNotFound/i.test(message)) {
    return `Temporal at ${address} has no namespace "${namespace}": create it there, or correct TEMPORAL_NAMESPACE.`;
  }
  if (/permission|unauthenticated|unauthorized|certificate/i.test(message)) {
    return `Temporal at ${address} does not let us in (${message}): check TEMPORAL_API_KEY, or TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY.`;
  }
  return `Nothing answers as Temporal at ${address} (TEMPORAL_ADDRESS): start it there, or correct the address.`;
}

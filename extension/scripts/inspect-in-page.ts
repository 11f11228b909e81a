import type { HostId } from "../src/hosts/host.ts";
import { inspect as inspectPage, type Inspection } from "../src/hosts/inspection.ts";

/** Bundled and run inside of the page that is inspected. */
export function inspect(host: HostId, url: string): Inspection {
  return inspectPage(host, document, url);
}

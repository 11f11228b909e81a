import type { HostId } from "../src/hosts/host.ts";
import { toInspection, type Inspection } from "../src/hosts/inspection.ts";
import { hosts } from "../src/hosts/registry.ts";

/** Bundled and run inside of the page that is inspected. */
export function inspect(host: HostId, url: string): Inspection {
  return toInspection(
    host,
    hosts[host]?.read(document, url) ?? { view: "not-understood", missing: [], messages: [], compose: null, account: null },
  );
}

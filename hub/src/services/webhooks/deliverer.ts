import type { Deps } from "../../context.ts";
import { createListener } from "../../db/listen.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { inScope } from "../../db/transaction.ts";
import { createBell } from "../../temporal/bell.ts";
import { deliverDue } from "./deliver.ts";
import { WEBHOOK_CHANNEL } from "./events.ts";

const POLL_MS = 5_000;
const PAUSE_MS = 5_000;

/**
 * Carries webhook deliveries out, as long as the hub runs. Woken by NOTIFY, polls too; several hubs share the work (`SKIP LOCKED`). A database that is down
 * is tried again; nothing is lost, because a delivery is a row.
 */
export function startDeliverer(deps: Deps, allowed: readonly string[]): { stop(): Promise<void> } {
  const bell = createBell();
  const listener = createListener(deps.database, WEBHOOK_CHANNEL, () => bell.ring());
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await listener.ensure();
        if ((await deliverAll(deps, allowed)) === 0) await bell.wait(POLL_MS);
      } catch (err) {
        deps.log.warn({ part: "webhooks", err }, "webhooks wait: the database does not answer");
        await bell.wait(PAUSE_MS);
      }
    }
    listener.close();
  };
  const done = run();
  return {
    async stop() {
      stopping.abort();
      bell.ring();
      await done;
    },
  };
}

async function deliverAll(deps: Deps, allowed: readonly string[]): Promise<number> {
  const rows = await inScope(deps.database, { relay: true }, (tx) => tx.select({ id: organizations.id }).from(organizations));
  let taken = 0;
  for (const { id } of rows) taken += await deliverDue(deps, id, allowed);
  return taken;
}

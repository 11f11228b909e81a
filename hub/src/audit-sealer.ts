import { systemContext, type Deps } from "./context.ts";
import { organizations } from "./db/schema/organizations.ts";
import { inScope } from "./db/transaction.ts";
import { sealAuditTrail } from "./services/audit-trail/segments.ts";

const EVERY_MS = 60_000;

/** Seals the audit trail of every organisation once a minute (services/audit-trail/segments.ts). Any number of hubs may do it at once. Never fails. */
export function startAuditSealer(deps: Deps): { stop(): void } {
  let timer = setTimeout(seal, EVERY_MS);
  async function seal(): Promise<void> {
    try {
      const rows = await inScope(deps.database, { relay: true }, (tx) => tx.select({ id: organizations.id }).from(organizations));
      for (const { id } of rows) await sealAuditTrail(systemContext(deps, id));
    } catch (err) {
      deps.log.warn({ err }, "sealing the audit trail failed; it is tried again");
    }
    timer = setTimeout(seal, EVERY_MS);
    timer.unref();
  }
  timer.unref();
  return { stop: () => clearTimeout(timer) };
}

import { systemContext, type Deps } from "./context.ts";
import { organizations } from "./db/schema/organizations.ts";
import { inScope } from "./db/transaction.ts";
import { sweepNotifications } from "./services/notifications/sweep.ts";
import { sweepReports } from "./services/reactions/reports.ts";
import { sweepBlobs } from "./services/blobs/sweep.ts";
import { sweepCredentials } from "./services/auth/sweep.ts";
import { sweepCsvImports } from "./services/csv-import/start.ts";
import { applyRetention } from "./services/retention/apply.ts";

const FIRST_MS = 60_000;
const EVERY_MS = 6 * 60 * 60 * 1000;

/** Removes what is over (sessions, codes, kept answers, contents that nothing refers to) in every organisation, a minute after the start and every six hours. Never fails. */
export function startSweeper(deps: Deps): { stop(): void } {
  let timer = setTimeout(sweep, FIRST_MS);
  async function sweep(): Promise<void> {
    try {
      const rows = await inScope(deps.database, { relay: true }, (tx) => tx.select({ id: organizations.id }).from(organizations));
      for (const { id } of rows) {
        await sweepCredentials(systemContext(deps, id));
        await sweepBlobs(systemContext(deps, id));
        await sweepReports(systemContext(deps, id));
        await sweepNotifications(systemContext(deps, id));
        await sweepCsvImports(systemContext(deps, id));
        await applyRetention(systemContext(deps, id));
      }
    } catch (err) {
      deps.log.warn({ err }, "sweeping failed; it is tried again later");
    }
    timer = setTimeout(sweep, EVERY_MS);
    timer.unref();
  }
  timer.unref();
  return { stop: () => clearTimeout(timer) };
}

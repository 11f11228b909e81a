import { createKeyring } from "../../secrets.ts";
import { verifyAuditTrail } from "../../services/audit-trail/segments.ts";
import { listConnections } from "../../services/connections/list.ts";
import { createTemporalClient } from "../../temporal/client.ts";
import { type TemporalSettings, temporalSettings } from "../../temporal/connection.ts";
import { type Access, withDeps } from "../access.ts";
import { Failure } from "../failure.ts";
import { organizationContexts } from "../organizations.ts";
import { lockHolder } from "../supervisor/data-folder.ts";
import { readSettings } from "../supervisor/settings.ts";
import { givenTemporal } from "../supervisor/temporal.ts";
import { examine, type Finding } from "./finding.ts";

/** Temporal and whether a worker asks it for work. */
export async function examineTemporal({ env, key }: Access): Promise<Finding[]> {
  const settings = temporalSettings(readSettings(env));
  const reached = await examine(
    "Temporal",
    async () => `${await givenTemporal(settings)} at ${settings.address}, namespace ${settings.namespace}`,
  );
  if (!reached.ok || key === undefined) return [reached];
  return [reached, await examine("Worker", () => assertWorker(settings, key))];
}

async function assertWorker(settings: TemporalSettings, key: string): Promise<string> {
  const client = createTemporalClient(settings, createKeyring(key));
  try {
    if ((await client.health()).worker === "ok") return "asks for work";
    throw new Failure("no worker asks Temporal for work: start Kronika, or look into logs/worker.log.");
  } finally {
    await client.close();
  }
}

/** The hub's own word on itself. */
export const examineHub = (access: Access): Promise<Finding> =>
  examine("Hub", async () => {
    const address =
      lockHolder(access.data)?.address ?? access.env["KRONIKA_PUBLIC_URL"] ?? `http://localhost:${access.env["PORT"] ?? 7070}`;
    const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(10_000) }).catch(() => {
      throw new Failure(`nothing answers at ${address}: start Kronika (npm start), or look into logs/hub.log.`);
    });
    const { status } = (await response.json().catch(() => ({}))) as { status?: unknown };
    if (status === "ok") return `ok at ${address}`;
    throw new Failure(`${address}/healthz says "${String(status)}": the other lines here say what is missing.`);
  });

/** What cures each state of a connection that is not well. */
const CURES: Record<string, string> = {
  reauthorise: "its person has to connect it again, under Connections",
  failing: "it is tried again by itself; if that lasts, check its server",
};

/** Each mailbox and calendar of each organisation. */
export const examineConnections = (access: Access): Promise<Finding[]> =>
  withDeps(access, async (deps) => {
    const found: Finding[] = [];
    for (const ctx of await organizationContexts(deps)) {
      for (const { provider, name, state, problem } of await listConnections(ctx)) {
        const cure = CURES[state];
        const detail = cure === undefined ? state : `${state}${problem ? ` (${problem})` : ""}: ${cure}.`;
        found.push({ name: `Connection ${name} (${provider})`, ok: cure === undefined, detail });
      }
    }
    return found;
  });

/** The audit trail of each organisation: as it was written. */
export const examineTrails = (access: Access): Promise<Finding[]> =>
  withDeps(access, async (deps) => {
    const found: Finding[] = [];
    for (const ctx of await organizationContexts(deps)) {
      const { ok, rows, open, broken, head } = await verifyAuditTrail(ctx);
      const detail = ok
        ? `${rows} rows sealed, ${open} to be sealed; head ${head?.slice(0, 16) ?? "none yet"}`
        : `segment ${broken?.number} does not hold (${broken?.problem}): rows between ${broken?.fromId} and ${broken?.toId} are not as they were written; compare with a backup.`;
      found.push({ name: `Audit trail ${ctx.orgId}`, ok, detail });
    }
    return found;
  });

import type { Deps } from "../context.ts";

/** Asks Temporal: see temporal/client.ts. */
export interface HealthSource {
  health(): Promise<{ temporal: "ok" | "down"; worker: "ok" | "down" }>;
}

export interface Health {
  status: "ok" | "degraded" | "down";
  hub: "ok";
  database: "ok" | "down";
  temporal: "ok" | "down";
  worker: "ok" | "down";
}

const TIMEOUT_MS = 3000;

/** Without the database nothing can be recorded: down. Without Temporal or worker recording goes on and reminders wait: degraded. */
export async function readHealth(deps: Pick<Deps, "database">, source: HealthSource): Promise<Health> {
  const [database, engine] = await Promise.all([
    within(
      deps.database.pool.query("SELECT 1").then(() => "ok" as const),
      "down" as const,
    ),
    within(source.health(), { temporal: "down", worker: "down" } as const),
  ]);
  const status = database === "down" ? "down" : engine.temporal === "ok" && engine.worker === "ok" ? "ok" : "degraded";
  return { status, hub: "ok", database, ...engine };
}

async function within<T>(work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, otherwise);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

const MIGRATIONS = fileURLToPath(new URL("../../drizzle", import.meta.url));
/** Any number: two processes that migrate the same database wait for each other here. */
const LOCK = 4_711_002;
const APP_ROLE = "kronika_app";

/**
 * Brings the database up to date, as its owner, one process at a time, and says how the application signs in.
 * @param options.appPassword gives the application role a login of its own; without it the application signs in as the owner and
 *   steps down to the role at once (for servers where one may not create logins)
 * @returns the application's URL and how many migrations ran now
 */
export async function migrate(ownerUrl: string, options: { appPassword?: string } = {}): Promise<{ appUrl: string; applied: number }> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  // A server that stops meanwhile emits here as well; the statement that waits reports it.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const before = await countApplied(client);
    await runMigrations(drizzle(client), { migrationsFolder: MIGRATIONS });
    await client.query(`GRANT ${APP_ROLE} TO CURRENT_USER`);
    if (options.appPassword) await client.query(`ALTER ROLE ${APP_ROLE} LOGIN PASSWORD ${pg.escapeLiteral(options.appPassword)}`);
    return { appUrl: applicationUrl(ownerUrl, options.appPassword), applied: (await countApplied(client)) - before };
  } finally {
    await client.end();
  }
}

/** The application's URL made from the owner's: see {@link migrate}. */
export function applicationUrl(ownerUrl: string, appPassword?: string): string {
  const url = new URL(ownerUrl);
  if (appPassword) {
    url.username = APP_ROLE;
    url.password = encodeURIComponent(appPassword);
  } else {
    url.searchParams.set("options", `-c role=${APP_ROLE}`);
  }
  return url.href;
}

async function countApplied(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ known: string | null }>("SELECT to_regclass('drizzle.__drizzle_migrations')::text AS known");
  if (!rows[0]?.known) return 0;
  const applied = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM drizzle.__drizzle_migrations");
  return applied.rows[0]?.n ?? 0;
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../db/migrate.ts";
import { Failure } from "../failure.ts";
import { clearLeftover, initialise, isInitialised, openCluster, ownerUrl, startServer, untilReady } from "../postgres/cluster.ts";
import { describeDatabaseError } from "../postgres/failures.ts";
import { freePort } from "../processes/ports.ts";
import type { DataFolder } from "./data-folder.ts";
import type { Part } from "./part.ts";

/** The oldest PostgreSQL that has what the migrations use. */
const OLDEST = 15;
/** The one that comes with us. */
const OURS = "18";

type Environment = Record<string, string | undefined>;

/** How to sign in: the owner for migrations, the application (undefined: {@link migrateDatabase} makes it) for everything else. */
export type Logins = { owner: string; ownerName: string; app?: string; appPassword?: string };

/** The database of DATABASE_URL, which somebody else runs; undefined when it is not set. */
export function givenDatabase(env: Environment): Logins | undefined {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: owner } = env;
  if (!url && !owner) return undefined;
  for (const [name, value] of Object.entries({ DATABASE_URL: url, DATABASE_OWNER_URL: owner })) {
    if (value && (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol))) {
      throw new Failure(`${name} is not a postgresql:// address: write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE.`);
    }
  }
  if (!owner) return { owner: url ?? "", ownerName: "DATABASE_URL" };
  return { owner, ownerName: "DATABASE_OWNER_URL", ...(url ? { app: url } : {}) };
}

/** The PostgreSQL that comes with us, in the data folder. */
export async function embeddedDatabase(data: DataFolder): Promise<{ part: Part; logins: Logins }> {
  const folder = data.at("postgres");
  refuseOther(folder);
  const cluster = await openCluster(folder);
  const password = data.secret("postgres-password");
  await clearLeftover(cluster, 0);
  const port = await freePort(data.remembered("postgres"));
  data.remember("postgres", port);
  const part: Part = {
    id: "postgres",
    name: "PostgreSQL",
    stopSignal: "SIGINT",
    speaks: false,
    start: async () => {
      if (!isInitialised(cluster)) await initialise(cluster, password);
      await clearLeftover(cluster, 0);
      return startServer(cluster, port, { log_line_prefix: "", log_checkpoints: "off" });
    },
    ready: async (child) => (await untilReady(child, port, password)).version,
  };
  return {
    part,
    logins: { owner: ownerUrl(port, password), ownerName: "the database of this data folder", appPassword: data.secret("app-password") },
  };
}

/**
 * Brings the tables up to date.
 * @returns how the application signs in, and what is worth telling
 * @throws Failure that says why the database cannot be used
 */
export async function migrateDatabase({ owner, ownerName, app, appPassword }: Logins): Promise<{ appUrl: string; detail: string }> {
  try {
    if (app !== undefined) await checkDatabase(app, "DATABASE_URL");
    await checkDatabase(owner, ownerName);
    const { appUrl, applied } = await migrate(owner, appPassword === undefined ? {} : { appPassword });
    return { appUrl: app ?? appUrl, detail: applied === 0 ? "up to date" : `${applied} migration${applied === 1 ? "" : "s"} applied` };
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(describeDatabaseError(error, owner, ownerName));
  }
}

/** @throws Failure when the database cannot be reached or is too old */
export async function checkDatabase(url: string, name: string): Promise<{ version: string }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    const version = rows[0]?.version.split(" ")[0] ?? "";
    if (Number.parseInt(version, 10) < OLDEST)
      throw new Failure(`PostgreSQL ${version} (${name}) is too old: Kronika needs ${OLDEST} or newer.`);
    return { version };
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(describeDatabaseError(error, url, name));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Files of another main version are refused by the server in words that help nobody. */
function refuseOther(folder: string): void {
  const path = join(folder, "PG_VERSION");
  const version = existsSync(path) ? readFileSync(path, "utf8").trim() : OURS;
  if (version === OURS) return;
  throw new Failure(
    `The database in ${folder} was made by PostgreSQL ${version}, and this Kronika brings ${OURS}: start the Kronika that made it, write a backup (kronika backup), and restore it here.`,
  );
}

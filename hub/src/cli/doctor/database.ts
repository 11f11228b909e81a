import { readFileSync } from "node:fs";
import pg from "pg";
import { assertApplicationRole, openDatabase } from "../../db/database.ts";
import { assertSeesAllRows } from "../../services/backup/backup.ts";
import { type Access, assertDatabase } from "../access.ts";
import { Failure } from "../failure.ts";
import { ROOT } from "../root.ts";
import { examine, type Finding } from "./finding.ts";

/** The database: there, new enough, with all tables, and the application's login no stronger than it must be. */
export async function examineDatabase(access: Access): Promise<Finding[]> {
  const reached = await examine("PostgreSQL", async () => (await assertDatabase(access)).version);
  if (!reached.ok) return [reached];
  return [
    reached,
    await examine("Tables", async () => {
      const missing = (await knownMigrations()) - (await appliedMigrations(access.owner.url));
      if (missing <= 0) return "up to date";
      throw new Failure(`${missing} migration${missing === 1 ? " is" : "s are"} missing: run kronika migrate, or start Kronika anew.`);
    }),
    await examine("Backup", async () => {
      const client = new pg.Client({ connectionString: access.owner.url, connectionTimeoutMillis: 10_000 });
      client.on("error", () => undefined);
      try {
        await client.connect();
        await assertSeesAllRows(client);
        return "the owner sees every row";
      } finally {
        await client.end();
      }
    }),
    await examine("Database role", async () => {
      const database = openDatabase(access.appUrl, { max: 1 });
      try {
        await assertApplicationRole(database);
        return "neither superuser nor owner";
      } finally {
        await database.close();
      }
    }),
  ];
}

async function knownMigrations(): Promise<number> {
  const { entries } = JSON.parse(readFileSync(`${ROOT}hub/drizzle/meta/_journal.json`, "utf8")) as { entries: unknown[] };
  return entries.length;
}

async function appliedMigrations(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ known: string | null }>("SELECT to_regclass('drizzle.__drizzle_migrations')::text AS known");
    if (!rows[0]?.known) return 0;
    return (await client.query<{ n: number }>("SELECT count(*)::int AS n FROM drizzle.__drizzle_migrations")).rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

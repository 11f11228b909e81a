import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

/** A drizzle handle bound to one connection inside a transaction. */
export type Tx = NodePgDatabase;

/** The pool of the application login. Nothing is read from it directly: see db/transaction.ts. */
export interface Database {
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens the pool of the application's login.
 * @param url of the role `kronika_app`, or of an owner with `options=-c role=kronika_app` (db/migrate.ts makes it)
 */
export function openDatabase(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: "kronika",
    // Statements are sent as they are asked for, without waiting for the answer of the one before.
    pipeline: true,
  });
  // An idle connection that the server cuts emits here; without a listener it would end the process.
  pool.on("error", (error) => options.onError?.(error));
  return { pool, close: () => pool.end() };
}

/** drizzle over one connection. Without a schema: we use its query builder, and building it per transaction must cost nothing. */
export const bindConnection = (client: pg.PoolClient): Tx => drizzle(client);

/** Refuses a login that row security would not hold: superuser, BYPASSRLS, or owner of a table. */
export async function assertApplicationRole(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ role: string; strong: boolean; owns: boolean }>(
    `SELECT current_user AS role, r.rolsuper OR r.rolbypassrls AS strong,
            EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relowner = r.oid) AS owns
     FROM pg_roles r WHERE r.rolname = current_user`,
  );
  const facts = rows[0];
  if (!facts || facts.strong || facts.owns) {
    throw new Error(
      `The database role "${facts?.role}" is too strong: row security would not hold. Run "kronika migrate" and use the application URL it prints.`,
    );
  }
}

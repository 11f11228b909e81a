import type pg from "pg";
import type { Database } from "../database.ts";

/** A statement as it was sent to PostgreSQL: one round trip. */
export interface SentQuery {
  text: string;
  values: unknown[];
}

/**
 * Runs `work` and returns what was sent to PostgreSQL meanwhile over the connections of this pool, in order: also BEGIN and COMMIT, as
 * each of them is a round trip that somebody waits for.
 */
export async function queriesDuring(database: Database, work: () => Promise<unknown>): Promise<SentQuery[]> {
  const sent: SentQuery[] = [];
  const watched = new Set<pg.PoolClient>();
  const watch = (client: pg.PoolClient): void => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    // An own property over the method of the class: deleting it brings the method back.
    Object.assign(client, {
      query: (...args: unknown[]) => {
        sent.push(toSent(args));
        return query(...args);
      },
    });
  };
  database.pool.on("acquire", watch);
  try {
    await work();
  } finally {
    database.pool.off("acquire", watch);
    for (const client of watched) Reflect.deleteProperty(client, "query");
  }
  return sent;
}

function toSent([first, second]: unknown[]): SentQuery {
  const query = typeof first === "string" ? { text: first } : (first as { text: string; values?: unknown[] });
  return { text: query.text, values: Array.isArray(second) ? second : (query.values ?? []) };
}

import type { PoolClient } from "pg";
import type { Database } from "./database.ts";

/** Hears the NOTIFYs of one channel. */
export interface Listener {
  /** Opens the connection, or opens it again after a loss. @throws while the database is down */
  ensure(): Promise<void>;
  close(): void;
}

/**
 * One connection that listens. A lost connection is told by `onLost`; what was notified meanwhile is lost with it, so whoever listens
 * looks for itself after each `ensure`.
 */
export function createListener(
  database: Database,
  channel: string,
  onNotify: (payload: string) => void,
  onLost: () => void = () => {},
): Listener {
  let client: PoolClient | null = null;
  const drop = (broken: PoolClient) => {
    if (client !== broken) return;
    client = null;
    broken.release(true);
    onLost();
  };
  return {
    async ensure() {
      if (client) return;
      const fresh = await database.pool.connect();
      client = fresh;
      fresh.on("notification", (message) => onNotify(message.payload ?? ""));
      fresh.on("error", () => drop(fresh));
      fresh.on("end", () => drop(fresh));
      try {
        await fresh.query(`LISTEN ${channel}`);
      } catch (error) {
        drop(fresh);
        throw error;
      }
    },
    close() {
      if (client) drop(client);
    },
  };
}

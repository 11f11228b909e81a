import type { Connection } from "../../api/connections.ts";

/** How far the history has been filled in: a share between 0 and 1, null while nothing has been listed yet. */
export function progressShare({ progress }: Pick<Connection, "progress">): number | null {
  const { listed, pending } = progress;
  if (listed === 0) return null;
  return Math.min(1, Math.max(0, (listed - pending) / listed));
}

/** What the page says about a connection at first sight. */
export type Health = "good" | "working" | "paused" | "broken";

export function healthOf(connection: Pick<Connection, "state" | "backfill" | "progress">): Health {
  if (connection.state === "paused") return "paused";
  if (connection.state === "reauthorise" || connection.state === "failing") return "broken";
  return connection.backfill.done && connection.progress.pending === 0 ? "good" : "working";
}

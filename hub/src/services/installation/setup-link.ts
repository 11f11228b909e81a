import { and, eq, isNull } from "drizzle-orm";
import type { Database, Tx } from "../../db/database.ts";
import { installation } from "../../db/schema/installation.ts";
import { inScope } from "../../db/transaction.ts";
import { hashSecret, newSecret, sameSecret } from "../../secrets.ts";

/**
 * The one-time link under which the administrator creates the organisation. Made anew at each start until that is done: an older link, in an
 * old log, opens nothing any more.
 * @returns null once Kronika is set up
 */
export async function ensureSetupLink(database: Database, publicUrl: string): Promise<string | null> {
  const token = newSecret("kro_setup");
  const waiting = await inScope(database, {}, (tx) =>
    tx
      .update(installation)
      .set({ setupTokenHash: hashSecret(token) })
      .where(and(eq(installation.id, 1), isNull(installation.setupCompletedAt)))
      .returning({ id: installation.id }),
  );
  return waiting.length > 0 ? `${publicUrl.replace(/\/$/, "")}/setup/${token}` : null;
}

/** How a set-up token stands: `done` when Kronika is set up already, whatever the token. */
export type SetupState = "open" | "unknown" | "done";

/** @param options.hold keeps the row for the rest of the transaction, so that only one set-up can be under way */
export async function readSetupState(tx: Tx, token: string, options: { hold?: boolean } = {}): Promise<SetupState> {
  const query = tx.select().from(installation).where(eq(installation.id, 1));
  const row = (await (options.hold ? query.for("update") : query))[0];
  if (row?.setupCompletedAt) return "done";
  return row?.setupTokenHash && sameSecret(hashSecret(token), row.setupTokenHash) ? "open" : "unknown";
}

/** True when the link with this token still opens the set-up. */
export async function isSetupOpen(database: Database, token: string): Promise<boolean> {
  return (await inScope(database, {}, (tx) => readSetupState(tx, token))) === "open";
}

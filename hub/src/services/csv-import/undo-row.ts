import { withClient, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { storedVersion } from "../versions.ts";
import type { StoredRow } from "./advance.ts";
import { problemsOf } from "./row-error.ts";
import type { RowWriter, RunContext } from "./writer.ts";

const NOUNS = { customers: "customer", contacts: "contact", opportunities: "opportunity", sales_documents: "sales-document" } as const;

/**
 * Takes one row of an import back, if nobody has changed it since (the row's version is the one that the import wrote) and, for one that it
 * created, nothing has come to refer to it.
 * @returns null for a row of which there is nothing to take back
 */
export async function undoRow(run: RunContext, writer: RowWriter, stored: StoredRow): Promise<"undone" | "kept" | null> {
  const { outcome, rowId, version, before } = stored;
  if (rowId === null || (outcome !== "created" && outcome !== "updated")) return null;
  const client = withClient(run.tx);
  const { rows } = await client.query<{ version: string }>(
    `SELECT ${storedVersion("t")} AS version FROM ${writer.table} t WHERE id = $1 FOR UPDATE`,
    [rowId],
  );
  if (rows[0] === undefined || rows[0].version !== version) return "kept";
  await client.query("SAVEPOINT one");
  try {
    if (outcome === "updated") await writer.restore(run, rowId, before ?? {});
    else if (await isReferred(run, writer, rowId)) {
      await client.query("RELEASE SAVEPOINT one");
      return "kept";
    } else await remove(run, writer, rowId);
    await client.query("RELEASE SAVEPOINT one");
    return "undone";
  } catch (error) {
    // A rule that has come since, or a row that refers to it and is none of ours to know: it stays.
    if ((error as { code?: unknown }).code !== "23503") problemsOf(error);
    await client.query("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one");
    return "kept";
  }
}

/** Also by what the actor does not see. */
const isReferred = (run: RunContext, writer: RowWriter, rowId: string): Promise<boolean> =>
  withSystemEyes(run.tx, async () => {
    for (const query of writer.references) {
      if ((await withClient(run.tx).query(`${query} LIMIT 1`, [rowId])).rowCount !== 0) return true;
    }
    return false;
  });

async function remove(run: RunContext, writer: RowWriter, rowId: string): Promise<void> {
  const client = withClient(run.tx);
  await client.query("DELETE FROM external_ids WHERE row_id = $1", [rowId]);
  await client.query(`DELETE FROM ${writer.table} WHERE id = $1`, [rowId]);
  await audit(run.tx, run.ctx, { verb: "delete", noun: NOUNS[writer.table], rowId, detail: { by: "import-undo" } });
}

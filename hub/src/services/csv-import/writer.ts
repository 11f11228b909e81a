import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import type { RowValues } from "./cells.ts";
import { RowError } from "./row-error.ts";

/** What a row is written with. */
export interface RunContext {
  tx: Tx;
  ctx: Ctx;
  /** Name of the system whose keys stand in the column of external ids. */
  source: string;
  /** The organisation's country: how a number without a prefix is read. */
  country: string;
  stages: Readonly<Record<string, readonly string[]>>;
}

/** What became of a row. `before`: the values that the change has replaced, in the form in which the noun's verb takes them back. */
export interface Written {
  outcome: "created" | "updated" | "unchanged";
  rowId: string;
  before?: Record<string, unknown>;
}

/** How rows of one kind are written, and taken back. All verbs of the noun, with the actor's own rights. */
export interface RowWriter {
  table: "customers" | "contacts" | "opportunities" | "sales_documents";
  write(run: RunContext, values: RowValues): Promise<Written>;
  /** Puts the values back that a change has replaced. */
  restore(run: RunContext, rowId: string, before: Record<string, unknown>): Promise<void>;
  /** Queries for rows that refer to this one ($1): while there is one, a created row stays. */
  references: readonly string[];
}

type Noun = "customer" | "contact" | "opportunity";

/** The row that another system's key stands for. */
export async function byExternalId({ tx, source }: RunContext, noun: Noun, externalId: string | undefined): Promise<string | undefined> {
  if (externalId === undefined) return undefined;
  const { rows } = await withClient(tx).query<{ rowId: string }>({
    name: "import-external-id",
    text: `SELECT row_id AS "rowId" FROM external_ids WHERE org_id = app_org() AND noun = $1 AND source = $2 AND external_id = $3`,
    values: [noun, source, externalId],
  });
  return rows[0]?.rowId;
}

/** Notes under which key another system knows a row. One key a row and system: the first stays. */
export async function noteExternalId(
  { tx, ctx, source }: RunContext,
  noun: Noun,
  externalId: string | undefined,
  rowId: string,
): Promise<void> {
  if (externalId === undefined) return;
  if (externalId.length > 200) throw new RowError("externalId", "is longer than 200 characters", "má viac ako 200 znakov");
  await withClient(tx).query({
    name: "import-note-external-id",
    text: "INSERT INTO external_ids (org_id, noun, source, external_id, row_id, created_at) VALUES (app_org(), $1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    values: [noun, source, externalId, rowId, ctx.now()],
  });
}

/** The fields in which `wanted` differs from what stands: wanted and standing values of these alone. Empty: nothing is to be written. */
export function difference(
  wanted: Record<string, unknown>,
  stored: Record<string, unknown>,
): { after: Record<string, unknown>; before: Record<string, unknown> } {
  const changed = Object.keys(wanted).filter((field) => JSON.stringify(wanted[field]) !== JSON.stringify(stored[field] ?? null));
  const pick = (from: Record<string, unknown>) => Object.fromEntries(changed.map((field) => [field, from[field] ?? null]));
  return { after: pick(wanted), before: pick(stored) };
}

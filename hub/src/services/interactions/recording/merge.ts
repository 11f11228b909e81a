import { sql } from "drizzle-orm";
import type { Ctx } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { audit } from "../../audit.ts";
import { settleAudiences } from "../../rights/settle-audiences.ts";
import type { KnownInteraction } from "./lookup.ts";

/** Tables whose rows hang on an interaction, with what makes two of them the same. */
const CHILDREN: readonly [table: string, column: string, same: readonly string[]][] = [
  ["interaction_identities", "interaction_id", []],
  ["interaction_references", "interaction_id", ["message_id"]],
  ["interaction_links", "interaction_id", ["target", "target_id"]],
  ["interaction_copies", "interaction_id", ["owner_id", "source", "connection_id"]],
  ["reactions", "interaction_id", ["kind", "to_interaction_id", "address"]],
  ["reactions", "to_interaction_id", ["interaction_id", "kind", "address"]],
  ["comments", "interaction_id", []],
  ["follows", "interaction_id", ["user_id"]],
  ["notifications", "interaction_id", []],
];

/**
 * Two rows turn out to be one interaction: everything that hangs on `from` moves to `into`, in the running transaction; `from` stays
 * as a signpost, so that its address answers with the other.
 */
export async function mergeInteractions(tx: Tx, ctx: Ctx, from: KnownInteraction, into: KnownInteraction): Promise<void> {
  for (const [table, column, same] of CHILDREN) {
    const t = sql.identifier(table);
    const c = sql.identifier(column);
    if (same.length > 0) {
      const equal = sql.join(
        same.map((s) => sql`o.${sql.identifier(s)} IS NOT DISTINCT FROM ${t}.${sql.identifier(s)}`),
        sql` AND `,
      );
      await tx.execute(
        sql`DELETE FROM ${t} WHERE ${c} = ${from.id} AND EXISTS (SELECT FROM ${t} o WHERE o.${c} = ${into.id} AND ${equal})`,
      );
    }
    await tx.execute(sql`UPDATE ${t} SET ${c} = ${into.id} WHERE ${c} = ${from.id}`);
  }
  await tx.execute(
    sql`UPDATE interaction_links l SET occurred_at = i.occurred_at, audience_id = i.audience_id FROM interactions i WHERE i.id = ${into.id} AND l.interaction_id = i.id`,
  );
  await tx.execute(sql`UPDATE reminders SET interaction_id = ${into.id} WHERE interaction_id = ${from.id}`);
  await tx.execute(sql`UPDATE ledger SET interaction_id = ${into.id} WHERE interaction_id = ${from.id}`);
  for (const table of ["interaction_subjects", "interaction_bodies"]) {
    const t = sql.identifier(table);
    await tx.execute(
      sql`DELETE FROM ${t} WHERE interaction_id = ${from.id} AND EXISTS (SELECT FROM ${t} o WHERE o.interaction_id = ${into.id})`,
    );
    await tx.execute(sql`UPDATE ${t} SET interaction_id = ${into.id}, audience_id = ${into.audienceId} WHERE interaction_id = ${from.id}`);
  }
  for (const table of ["interaction_participants", "attachments"])
    await tx.execute(sql`DELETE FROM ${sql.identifier(table)} WHERE interaction_id = ${from.id}`);
  await tx.execute(
    sql`UPDATE interactions SET state = 'merged', merged_into = ${into.id}, fingerprint = NULL, updated_at = ${ctx.now()} WHERE id = ${from.id}`,
  );
  await tx.execute(sql`UPDATE interactions SET merged_into = ${into.id} WHERE merged_into = ${from.id}`);
  const moved = await settleAudiences(tx, ctx, { interactions: [into.id] });
  into.audienceId = moved.get(into.id) ?? into.audienceId;
  await audit(tx, ctx, { verb: "merge", noun: "interaction", rowId: into.id, detail: { from: from.id } });
}
